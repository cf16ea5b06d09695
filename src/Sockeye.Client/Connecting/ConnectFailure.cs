namespace Sockeye;

/// <summary>What stopped an attempt to connect.</summary>
public enum ConnectFailure
{
    /// <summary>The host's name has no address, or the name service did not answer.</summary>
    NameNotResolved,

    /// <summary>The host is there and nothing listens on the port.</summary>
    Refused,

    /// <summary>No way to the host: no route, no network.</summary>
    Unreachable,

    /// <summary>The handshake was not finished within <see cref="WebSocketConnectOptions.ConnectTimeout"/>.</summary>
    TimedOut,

    /// <summary>TLS was not agreed: most often a certificate that is not trusted, has expired or is for another name.</summary>
    Tls,

    /// <summary>The proxy was not reached, or would not open a tunnel.</summary>
    Proxy,

    /// <summary>The server answered with another HTTP status than the one that opens a WebSocket.</summary>
    HttpStatus,

    /// <summary>The answer has the right status and breaks RFC 6455 section 4.1, or is not HTTP.</summary>
    HandshakeFailed,

    /// <summary>The server does not offer WebSockets over the HTTP version that was asked for.</summary>
    HttpVersion,

    /// <summary>The connection ended in the middle of the handshake.</summary>
    ConnectionLost,
}
