namespace Sockeye.Protocol.Tests;

/// <summary>Well-formed handshakes to start from.</summary>
static class Handshakes
{
    /// <summary>The key of RFC 6455 section 1.3.</summary>
    public const string SampleKey = "dGhlIHNhbXBsZSBub25jZQ==";

    /// <summary>The nonce behind <see cref="SampleKey"/>.</summary>
    public static ReadOnlySpan<byte> SampleNonce => "the sample nonce"u8;

    /// <summary>The answer to <see cref="SampleKey"/> in RFC 6455 section 1.3.</summary>
    public const string SampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /// <summary>RFC 6455 section 1.2, the client's half, without a subprotocol.</summary>
    public static HandshakeRequest Upgrade { get; } = new()
    {
        Method = "GET",
        HttpVersion = new Version(1, 1),
        Host = "server.example.com",
        Upgrade = "websocket",
        Connection = "Upgrade",
        Key = SampleKey,
        Version = "13",
    };

    /// <summary>RFC 8441 section 5.1, the client's half, without a subprotocol.</summary>
    public static HandshakeRequest ExtendedConnect { get; } = new()
    {
        Method = "CONNECT",
        HttpVersion = new Version(2, 0),
        Protocol = "websocket",
        Host = "server.example.com",
        Version = "13",
    };

    /// <summary>RFC 6455 section 1.2, the server's half, without a subprotocol.</summary>
    public static HandshakeResponse SwitchingProtocols { get; } = new()
    {
        StatusCode = 101,
        Upgrade = "websocket",
        Connection = "Upgrade",
        Accept = SampleAccept,
    };

    public static ServerHandshakeResult Negotiate(HandshakeRequest request, params string[] subprotocols) =>
        ServerHandshake.Negotiate(request, subprotocols, null);

    /// <summary>A client that sends <see cref="SampleKey"/>.</summary>
    public static ClientHandshake Client(PerMessageDeflateOptions? compression = null, params string[] subprotocols) =>
        new(SampleNonce, new Version(1, 1), subprotocols, compression);

    /// <summary>The value of a header that is sent once; null when it is not sent.</summary>
    public static string? Header(this IReadOnlyList<KeyValuePair<string, string>> headers, string name) =>
        headers.SingleOrDefault(header => header.Key == name).Value;
}
