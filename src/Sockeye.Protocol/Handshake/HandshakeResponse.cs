namespace Sockeye.Protocol;

/// <summary>
/// The parts of a server's answer that a client checks (RFC 6455 section 4.1). A header that came in several lines is joined with
/// commas; one that is absent is <see langword="null"/>.
/// </summary>
/// <remarks>Immutable. The values are a peer's and may hold anything.</remarks>
public readonly record struct HandshakeResponse
{
    /// <summary>The HTTP status: 101 is expected over HTTP/1.1, 200 over HTTP/2.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The <c>Upgrade</c> header; not looked at over HTTP/2.</summary>
    public string? Upgrade { get; init; }

    /// <summary>The <c>Connection</c> header; not looked at over HTTP/2.</summary>
    public string? Connection { get; init; }

    /// <summary>The <c>Sec-WebSocket-Accept</c> header; not looked at over HTTP/2.</summary>
    public string? Accept { get; init; }

    /// <summary>The <c>Sec-WebSocket-Protocol</c> header: the subprotocol the server chose.</summary>
    public string? Subprotocol { get; init; }

    /// <summary>The <c>Sec-WebSocket-Extensions</c> header: the extensions the server accepted.</summary>
    public string? Extensions { get; init; }
}
