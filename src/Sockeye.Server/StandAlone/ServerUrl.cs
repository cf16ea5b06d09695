using System.Globalization;
using System.Net;

namespace Sockeye.StandAlone;

/// <summary>
/// An address for the stand-alone server to listen on: <c>ws://localhost:3000</c>, <c>wss://*:443</c>, <c>ws://[::1]:0</c>.
/// </summary>
/// <param name="IsSecure">Whether TLS is spoken: <c>wss</c>.</param>
/// <param name="Host">The host as it was written.</param>
/// <param name="Address">The address to bind; null for <c>localhost</c>, which is both loopback addresses.</param>
/// <param name="Port">0 for any free port.</param>
internal sealed record ServerUrl(bool IsSecure, string Host, IPAddress? Address, int Port)
{
    /// <summary>Reads a URL.</summary>
    /// <exception cref="ArgumentException">It is none to listen on; the message says what one looks like.</exception>
    public static ServerUrl Parse(string text)
    {
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        if (separator < 0)
            throw Invalid(text, "it does not begin with ws:// or wss://");
        var secure = text[..separator].ToUpperInvariant() switch
        {
            "WS" => false,
            "WSS" => true,
            _ => throw Invalid(text, $"{text[..separator]}:// is not a WebSocket's scheme, ws:// and wss:// (with TLS) are"),
        };

        var rest = text[(separator + 3)..];
        if (rest.EndsWith('/'))
            rest = rest[..^1];
        if (rest.AsSpan().IndexOfAny('/', '?', '#') >= 0)
            throw Invalid(text, "it has a path; the paths to serve are WebSocketServerOptions.Paths");
        var (host, port) = SplitPort(text, rest, secure ? 443 : 80);
        return new ServerUrl(secure, host, AddressOf(text, host), port);
    }

    /// <summary>Whether every address of the machine is meant, of whichever kinds it has.</summary>
    public bool IsAnyAddress => Host is "*" or "+";

    /// <summary>The same URL on the port that was really bound.</summary>
    public ServerUrl On(int port) => this with { Port = port };

    /// <summary>As clients write it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsSecure ? "wss" : "ws")}://{Host}:{Port}");

    private static (string Host, int Port) SplitPort(string text, string authority, int defaultPort)
    {
        var colon = authority.LastIndexOf(':');
        // The colons of an IPv6 address lie inside its brackets.
        if (colon < authority.LastIndexOf(']') || colon < 0)
            return (authority, defaultPort);
        var number = authority[(colon + 1)..];
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
            throw Invalid(text, $"'{number}' is not a port; ports are 0 (any free one) to 65535");
        return (authority[..colon], port);
    }

    private static IPAddress? AddressOf(string text, string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return null;
        if (host is "*" or "+")
            return IPAddress.IPv6Any;
        var bracketed = host is ['[', .., ']'];
        if (IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address)
            && bracketed == (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6))
            return address;
        throw Invalid(
            text, $"'{host}' is not an address of this machine to listen on; write localhost, an IP address, or * for all");
    }

    private static ArgumentException Invalid(string text, string problem) =>
        new($"Cannot listen on '{text}': {problem}. Good ones: ws://localhost:3000, ws://*:8080, wss://[::1]:443.");
}
