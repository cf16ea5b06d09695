using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Sockeye.StandAlone;

/// <summary>Why a server could not start, in words that say what to do.</summary>
internal static class StartFailure
{
    /// <summary>Null when the failure is none of binding an address.</summary>
    public static WebSocketServerException? Explain(Exception error, IReadOnlyList<ServerUrl> urls)
    {
        var list = string.Join(", ", urls);
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return InUse(error, urls);
                case SocketException { SocketErrorCode: SocketError.AccessDenied }:
                    return new(
                        $"Not allowed to listen on {list}: ports below 1024 need privileges on most systems; "
                        + "choose another, such as 8080.",
                        error);
                case SocketException { SocketErrorCode: SocketError.AddressNotAvailable }:
                    return new(
                        $"Cannot listen on {list}: this machine has no such address; write localhost, or * for all.", error);
            }
        }

        return null;
    }

    private static WebSocketServerException InUse(Exception error, IReadOnlyList<ServerUrl> urls)
    {
        // Kestrel names the address in its message; with several URLs this tells which.
        var url = urls.FirstOrDefault(one => error.Message.Contains($":{one.Port}:", StringComparison.Ordinal)) ?? urls[0];
        var other = url.Port < 65535 ? url.Port + 1 : 3000;
        return new(
            $"Port {url.Port} of {url} is in use by another program: stop that one, or choose another port, such as {other}, "
            + "or 0 for any free one.",
            error);
    }
}
