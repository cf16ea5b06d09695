namespace Sockeye.Protocol.Tests;

/// <summary>RFC 8441 sections 4 and 5, RFC 9220: the handshake over HTTP/2 and HTTP/3, the server's half.</summary>
public class ExtendedConnectTests
{
    static readonly HandshakeRequest Good = Handshakes.ExtendedConnect;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void It_is_accepted_without_a_key_and_an_accept_value(int httpVersion)
    {
        var request = Good with
        {
            HttpVersion = new Version(httpVersion, 0),
            Subprotocols = "chat, superchat",
            Extensions = "permessage-deflate",
        };
        var result = ServerHandshake.Negotiate(request, ["superchat"], new PerMessageDeflateOptions());

        Assert.True(result.IsAccepted);
        Assert.Null(result.Accept);
        Assert.Equal("superchat", result.Subprotocol);
        Assert.Equal("permessage-deflate; server_no_context_takeover; client_no_context_takeover", result.Extensions);
    }

    [Fact]
    public void Protocol_is_compared_without_case() =>
        Assert.True(Handshakes.Negotiate(Good with { Protocol = "WebSocket" }).IsAccepted);

    /// <summary>What is wrong, the request, the status, a piece of the reason.</summary>
    public static TheoryData<string, HandshakeRequest, int, string> Refused { get; } = new()
    {
        { "plain request of a browser", Good with { Method = "GET", Protocol = null }, 400, "open it with a WebSocket client" },
        { "the handshake of HTTP/1.1", Handshakes.Upgrade with { HttpVersion = new(2, 0) }, 400, "extended CONNECT" },
        { "POST", Good with { Method = "POST" }, 405, "The method must be CONNECT over HTTP/2; got 'POST'." },
        { "plain CONNECT", Good with { Protocol = null }, 400, "The :protocol pseudo-header is missing" },
        { "another protocol", Good with { Protocol = "connect-udp" }, 501, ":protocol must be 'websocket'; got 'connect-udp'." },
        { "a version of websocket", Good with { Protocol = "websocket/13" }, 501, "got 'websocket/13'" },
        { "no authority", Good with { Host = null }, 400, "The Host header is missing" },
        { "no version", Good with { Version = null }, 400, "Sec-WebSocket-Version header is missing" },
        { "version 8", Good with { Version = "8" }, 400, "Sec-WebSocket-Version must be '13'; got '8'." },
        { "repeated subprotocol", Good with { Subprotocols = "chat, chat" }, 400, "got 'chat' twice" },
        { "malformed extensions", Good with { Extensions = "a b" }, 400, "got 'b' at character 3." },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Others_get_a_status_and_a_reason(string what, HandshakeRequest request, int status, string reason)
    {
        var result = Handshakes.Negotiate(request, "chat");

        Assert.False(result.IsAccepted, what);
        Assert.Equal(status, result.Refusal.StatusCode);
        Assert.Contains(reason, result.Refusal.Reason, StringComparison.Ordinal);

        // RFC 9113 section 8.2.2: no connection-specific header in HTTP/2.
        Assert.Null(result.Refusal.Headers.Header("Upgrade"));
        Assert.Null(result.Refusal.Headers.Header("Connection"));
    }

    [Fact]
    public void A_wrong_version_is_told_the_right_one() =>
        Assert.Equal("13", Handshakes.Negotiate(Good with { Version = "8" }).Refusal!.Headers.Header("Sec-WebSocket-Version"));

    [Fact]
    public void A_wrong_method_is_told_the_right_one() =>
        Assert.Equal("CONNECT", Handshakes.Negotiate(Good with { Method = "PUT" }).Refusal!.Headers.Header("Allow"));
}
