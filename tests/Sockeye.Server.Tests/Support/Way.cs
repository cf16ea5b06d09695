namespace Sockeye.Server.Tests.Support;

/// <summary>The ways in.</summary>
public enum Way
{
    /// <summary>HTTP/1.1, cleartext.</summary>
    Http1,

    /// <summary>HTTP/1.1 over TLS.</summary>
    Http1Tls,

    /// <summary>HTTP/2 with prior knowledge, cleartext.</summary>
    Http2,

    /// <summary>HTTP/2 over TLS.</summary>
    Http2Tls,
}

internal static class WayExtensions
{
    public static Task<Peer> ConnectAsync(
        this AppServer server, Way way, string path = "/", Action<System.Net.WebSockets.ClientWebSocketOptions>? configure = null)
    {
        var tls = way is Way.Http1Tls or Way.Http2Tls;
        var port = way switch
        {
            Way.Http1 => server.Port,
            Way.Http2 => server.Http2Port,
            _ => server.TlsPort,
        };
        return Peer.ConnectAsync(
            new Uri($"{(tls ? "wss" : "ws")}://127.0.0.1:{port}{path}"), way is Way.Http2 or Way.Http2Tls, configure);
    }
}
