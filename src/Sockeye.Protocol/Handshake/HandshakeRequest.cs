namespace Sockeye.Protocol;

/// <summary>
/// The parts of an opening handshake's request that decide about it (RFC 6455 section 4.2.1, RFC 8441 section 5). A header that
/// came in several lines is joined with commas; one that is absent is <see langword="null"/>.
/// </summary>
/// <remarks>Immutable. The values are a peer's and may hold anything.</remarks>
public readonly record struct HandshakeRequest
{
    /// <summary>The method: <c>GET</c> over HTTP/1.1, <c>CONNECT</c> over HTTP/2 and HTTP/3. Compared with case.</summary>
    public required string Method { get; init; }

    /// <summary>
    /// The version of HTTP. From 2.0 on the handshake is an extended CONNECT (RFC 8441; RFC 9220 for HTTP/3), without
    /// <see cref="Key"/>, <see cref="Upgrade"/> and <see cref="Connection"/>, which are not looked at.
    /// </summary>
    public required Version HttpVersion { get; init; }

    /// <summary>The <c>Host</c> header; over HTTP/2 the <c>:authority</c> pseudo-header.</summary>
    public string? Host { get; init; }

    /// <summary>The <c>Upgrade</c> header.</summary>
    public string? Upgrade { get; init; }

    /// <summary>The <c>Connection</c> header.</summary>
    public string? Connection { get; init; }

    /// <summary>The <c>Sec-WebSocket-Key</c> header.</summary>
    public string? Key { get; init; }

    /// <summary>The <c>Sec-WebSocket-Version</c> header.</summary>
    public string? Version { get; init; }

    /// <summary>The <c>Sec-WebSocket-Protocol</c> header: the subprotocols the client speaks.</summary>
    public string? Subprotocols { get; init; }

    /// <summary>The <c>Sec-WebSocket-Extensions</c> header: the extensions the client offers.</summary>
    public string? Extensions { get; init; }

    /// <summary>The <c>:protocol</c> pseudo-header of an extended CONNECT (RFC 8441 section 4).</summary>
    public string? Protocol { get; init; }
}
