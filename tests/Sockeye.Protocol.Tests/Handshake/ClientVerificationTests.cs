namespace Sockeye.Protocol.Tests;

/// <summary>RFC 6455 section 4.1: answers of a server that fail the connection, each naming the check.</summary>
public class ClientVerificationTests
{
    static readonly HandshakeResponse Good = Handshakes.SwitchingProtocols;

    /// <summary>What is wrong, the answer, a piece of the failure.</summary>
    public static TheoryData<string, HandshakeResponse, string> Failed { get; } = new()
    {
        { "not upgraded", Good with { StatusCode = 200 }, "status 200; 101 (Switching Protocols) was expected." },
        { "forbidden", Good with { StatusCode = 403 }, "status 403" },

        { "no Upgrade", Good with { Upgrade = null }, "The server's Upgrade is none; 'websocket' was expected." },
        { "another protocol", Good with { Upgrade = "h2c" }, "Upgrade is 'h2c'" },
        { "several protocols", Good with { Upgrade = "websocket, h2c" }, "Upgrade is 'websocket, h2c'" },
        { "no Connection", Good with { Connection = null }, "The server's Connection is none; 'Upgrade' was expected." },
        { "Connection: close", Good with { Connection = "close" }, "Connection is 'close'" },

        { "no accept value", Good with { Accept = null }, "Sec-WebSocket-Accept is none; the key calls for 's3pPLMB" },
        { "the key as the accept value", Good with { Accept = Handshakes.SampleKey }, "Accept is 'dGhlIHNhbXBsZSBub25jZQ=='" },
        { "an accept value in other case", Good with { Accept = "S3PPLMBITXAQ9KYGZZHZRBK+XOO=" }, "Sec-WebSocket-Accept" },
        { "two accept values", Good with { Accept = $"{Good.Accept}, {Good.Accept}" }, "Sec-WebSocket-Accept" },

        { "a subprotocol not offered", Good with { Subprotocol = "two" }, "is 'two'; one of those offered was expected, 'one'." },
        { "a subprotocol in other case", Good with { Subprotocol = "ONE" }, "Protocol is 'ONE'" },
        { "two subprotocols", Good with { Subprotocol = "one, one" }, "Protocol is 'one, one'" },
        { "an empty subprotocol", Good with { Subprotocol = "" }, "Protocol is ''" },

        { "an extension not offered", Good with { Extensions = "foo" }, "names 'foo'; only what was offered was expected." },
        { "compression not offered", Good with { Extensions = "permessage-deflate" }, "names 'permessage-deflate'; only what" },
        { "malformed extensions", Good with { Extensions = ", ;" }, "RFC 6455 section 9.1; got ';' at character 3." },
        { "empty extensions", Good with { Extensions = "" }, "RFC 6455 section 9.1; got '' at character 1." },
    };

    [Theory]
    [MemberData(nameof(Failed), DisableDiscoveryEnumeration = true)]
    public void Each_failure_names_its_check(string what, HandshakeResponse response, string failure)
    {
        var result = Handshakes.Client(null, "one").Verify(response);

        Assert.False(result.IsAccepted, what);
        Assert.Contains(failure, result.Failure, StringComparison.Ordinal);
        Assert.Null(result.Subprotocol);
        Assert.Null(result.Compression);
    }

    [Fact]
    public void A_subprotocol_when_none_was_offered_fails()
    {
        var result = Handshakes.Client().Verify(Good with { Subprotocol = "chat" });

        Assert.Equal("The server's Sec-WebSocket-Protocol is 'chat'; none was offered.", result.Failure);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(201)]
    [InlineData(404)]
    public void Over_HTTP_2_any_status_but_200_fails(int status)
    {
        var client = new ClientHandshake([], new Version(2, 0), [], null);

        Assert.Equal(
            $"The server answered with status {status}; 200 (OK) was expected.",
            client.Verify(new HandshakeResponse { StatusCode = status }).Failure);
    }
}
