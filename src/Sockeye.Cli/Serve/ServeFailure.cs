using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Sockeye.Cli.Serve;

/// <summary>Why the server could not start, and what to do about it.</summary>
internal static class ServeFailure
{
    /// <summary>Null for what is not a failure to open an address: that is a bug, and its stack trace is wanted.</summary>
    public static CliException? Explain(Exception error, IReadOnlyList<ServeAddress> addresses)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
                return InUse(Find(error, addresses));
            if (cause is SocketException { SocketErrorCode: SocketError.AccessDenied })
                return Network($"This user may not listen on {Find(error, addresses)}. Ports below 1024 are often reserved: choose another with --url.");
            if (cause is SocketException { SocketErrorCode: SocketError.AddressNotAvailable })
                return Network($"This machine has no address {Find(error, addresses)}. Use one of its own with --url, or * for all of them.");
        }

        return null;
    }

    private static CliException InUse(string address) =>
        Network($"{address} is in use by another program. Stop that one, or choose another port, as in: sockeye serve --url ws://localhost:3001");

    // Kestrel names the address in its message; where it does not, one address is all there is to say.
    private static string Find(Exception error, IReadOnlyList<ServeAddress> addresses) =>
        (addresses.FirstOrDefault(address => error.Message.Contains($":{address.Port}", StringComparison.Ordinal)) ?? addresses[0]).ToString();

    private static CliException Network(string message) => new(ExitCode.Network, message);
}
