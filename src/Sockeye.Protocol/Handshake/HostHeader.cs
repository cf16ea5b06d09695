using System.Buffers;

namespace Sockeye.Protocol;

/// <summary>The server's authority as the client names it: <c>Host</c>, over HTTP/2 <c>:authority</c>.</summary>
internal static class HostHeader
{
    // RFC 3986 section 3.2.2, without the comma: no host has one, but two Host headers joined have.
    static readonly SearchValues<char> Characters =
        SearchValues.Create("!$%&'()*+-.:;=[]_~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>
    /// RFC 6455 section 4.2.1 demands the header; RFC 9112 section 3.2 refuses a second one and what is no authority.
    /// </summary>
    public static HandshakeRefusal? Check(string? host)
    {
        if (host is null)
        {
            return HandshakeRefusal.BadRequest("The Host header is missing; the server's name or address was expected.");
        }

        var authority = HeaderToken.Trim(host);
        return authority.IsEmpty || authority.ContainsAnyExcept(Characters)
            ? HandshakeRefusal.BadRequest($"Host must be one name or address, port or not; got {Printable.Quote(host)}.")
            : null;
    }
}
