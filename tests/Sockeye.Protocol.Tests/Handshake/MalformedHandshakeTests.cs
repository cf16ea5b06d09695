namespace Sockeye.Protocol.Tests;

/// <summary>RFC 6455 sections 4.2.1 and 4.2.2: handshakes over HTTP/1.1 that a server refuses, with status and reason.</summary>
public class MalformedHandshakeTests
{
    static readonly HandshakeRequest Good = Handshakes.Upgrade;

    /// <summary>What is wrong, the request, the status, a piece of the reason.</summary>
    public static TheoryData<string, HandshakeRequest, int, string> Refused { get; } = new()
    {
        { "POST", Good with { Method = "POST" }, 405, "The method must be GET; got 'POST'." },
        { "HEAD", Good with { Method = "HEAD" }, 405, "got 'HEAD'" },
        { "methods have case", Good with { Method = "get" }, 405, "got 'get'" },
        { "CONNECT", Handshakes.ExtendedConnect with { HttpVersion = new(1, 1) }, 405, "got 'CONNECT'" },
        { "HTTP/1.0", Good with { HttpVersion = new(1, 0) }, 400, "HTTP/1.1 or higher is needed; got HTTP/1.0." },
        { "HTTP/0.9", Good with { HttpVersion = new(0, 9) }, 400, "got HTTP/0.9" },

        { "no Host", Good with { Host = null }, 400, "The Host header is missing" },
        { "empty Host", Good with { Host = " " }, 400, "Host must be one name or address" },
        { "two Hosts", Good with { Host = "a.example,b.example" }, 400, "got 'a.example,b.example'" },
        { "Host with a path", Good with { Host = "a.example/chat" }, 400, "Host must be" },
        { "Host with user information", Good with { Host = "me@a.example" }, 400, "Host must be" },

        { "plain request of a browser", new() { Method = "GET", HttpVersion = new(1, 1), Host = "a" }, 426, "open it with" },
        { "Upgrade lost on the way", Good with { Upgrade = null, Connection = "close" }, 426, "A proxy in between has probably" },
        { "empty Upgrade", Good with { Upgrade = "" }, 400, "Upgrade must name 'websocket'; got ''." },
        { "another protocol", Good with { Upgrade = "h2c" }, 400, "got 'h2c'" },
        { "a version of websocket", Good with { Upgrade = "websocket/13" }, 400, "got 'websocket/13'" },
        { "websocket as a part", Good with { Upgrade = "websockets" }, 400, "got 'websockets'" },
        { "websocket in two", Good with { Upgrade = "web socket" }, 400, "got 'web socket'" },
        { "quoted websocket", Good with { Upgrade = "\"websocket\"" }, 400, "Upgrade must name" },

        { "no Connection", Good with { Connection = null }, 400, "Connection must contain 'Upgrade'; got none." },
        { "Connection: close", Good with { Connection = "close" }, 400, "got 'close'" },
        { "Upgrade as a part", Good with { Connection = "upgrades, re-upgrade" }, 400, "got 'upgrades, re-upgrade'" },

        { "no version", Good with { Version = null }, 400, "Sec-WebSocket-Version header is missing; '13' was expected." },
        { "version 8", Good with { Version = "8" }, 426, "Sec-WebSocket-Version must be '13'; got '8'." },
        { "version 14", Good with { Version = "14" }, 426, "got '14'" },
        { "version with a zero", Good with { Version = "013" }, 426, "got '013'" },
        { "two versions", Good with { Version = "13, 8" }, 426, "got '13, 8'" },
        { "the same version twice", Good with { Version = "13, 13" }, 426, "got '13, 13'" },
        { "empty version", Good with { Version = "" }, 426, "got ''" },
        { "full-width digits", Good with { Version = "１３" }, 426, "got '??'" },
        { "an old version is named before its missing key", Good with { Version = "0", Key = null }, 426, "got '0'" },

        { "no key", Good with { Key = null }, 400, "Sec-WebSocket-Key must be 16 bytes in base64" },
        { "empty key", Good with { Key = "" }, 400, "got ''" },
        { "short key", Good with { Key = "c2hvcnQ=" }, 400, "got 'c2hvcnQ='" },
        { "key that is not base64", Good with { Key = "dGhlIHNhbXBsZSBub25jZQ!!" }, 400, "Sec-WebSocket-Key" },
        { "key with a space", Good with { Key = "dGhlIHNhbXBs SBub25jZQ==" }, 400, "Sec-WebSocket-Key" },
        { "two keys", Good with { Key = "dGhlIHNhbXBsZSBub25jZQ==,dGhlIHNhbXBsZSBub25jZQ==" }, 400, "Sec-WebSocket-Key" },

        { "empty subprotocol list", Good with { Subprotocols = " , " }, 400, "must name at least one subprotocol" },
        { "subprotocol with a space", Good with { Subprotocols = "chat two" }, 400, "got 'two' at character 6." },
        { "subprotocol with a slash", Good with { Subprotocols = "chat, a/b" }, 400, "got '/b' at character 8." },
        { "quoted subprotocol", Good with { Subprotocols = "\"chat\"" }, 400, "must be a list of tokens" },
        { "repeated subprotocol", Good with { Subprotocols = "chat, two,chat" }, 400, "got 'chat' twice" },
        { "malformed after a choice", Good with { Subprotocols = "chat, (" }, 400, "got '(' at character 7." },

        { "malformed extensions", Good with { Extensions = "permessage-deflate; =" }, 400, "RFC 6455 section 9.1; got '=' at" },
        { "empty extensions", Good with { Extensions = "" }, 400, "Sec-WebSocket-Extensions" },
        { "malformed after an offer", Good with { Extensions = "permessage-deflate, (" }, 400, "got '(' at character 21." },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Each_gets_a_status_and_a_reason(string what, HandshakeRequest request, int status, string reason)
    {
        var result = ServerHandshake.Negotiate(request, ["chat"], new PerMessageDeflateOptions());

        Assert.False(result.IsAccepted, what);
        Assert.Equal(status, result.Refusal.StatusCode);
        Assert.Contains(reason, result.Refusal.Reason, StringComparison.Ordinal);
        Assert.Null(result.Accept);
        Assert.Null(result.Extensions);
        Assert.Null(result.Subprotocol);
        Assert.Null(result.Compression);
    }

    [Fact]
    public void A_wrong_method_is_told_the_right_one()
    {
        var refusal = Handshakes.Negotiate(Good with { Method = "PUT" }).Refusal!;

        Assert.Equal("GET", refusal.Headers.Header("Allow"));
    }

    [Fact]
    public void A_plain_request_is_told_what_to_upgrade_to()
    {
        var refusal = Handshakes.Negotiate(Good with { Upgrade = null, Connection = null, Key = null, Version = null }).Refusal!;

        // RFC 9110 section 15.5.22.
        Assert.Equal("websocket", refusal.Headers.Header("Upgrade"));
        Assert.Equal("Upgrade", refusal.Headers.Header("Connection"));
        Assert.Null(refusal.Headers.Header("Sec-WebSocket-Version"));
    }

    [Fact]
    public void A_wrong_version_is_told_the_right_one()
    {
        var refusal = Handshakes.Negotiate(Good with { Version = "8" }).Refusal!;

        // RFC 6455 section 4.4; RFC 9110 section 15.5.22.
        Assert.Equal("13", refusal.Headers.Header("Sec-WebSocket-Version"));
        Assert.Equal("websocket", refusal.Headers.Header("Upgrade"));
        Assert.Equal("Upgrade", refusal.Headers.Header("Connection"));
    }

    [Fact]
    public void Other_refusals_need_no_header() =>
        Assert.Empty(Handshakes.Negotiate(Good with { Key = "?" }).Refusal!.Headers);

    [Fact]
    public void A_hostile_value_is_shown_short_and_harmless()
    {
        var key = "<b>\r\nSet-Cookie: a\0\u001b[31m\u2028" + new string('x', 10_000);
        var refusal = Handshakes.Negotiate(Good with { Key = key }).Refusal!;

        Assert.EndsWith("got '?b???Set-Cookie: a??[31m?xxxxxxxxxxxxxxx...'.", refusal.Reason, StringComparison.Ordinal);
    }
}
