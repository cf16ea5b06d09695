namespace Sockeye.Protocol.Tests;

/// <summary>RFC 6455 section 4.1, RFC 8441 section 5: what a client sends, and answers it accepts.</summary>
public class ClientHandshakeTests
{
    static readonly byte[] Nonce = Handshakes.SampleNonce.ToArray();

    [Fact]
    public void The_headers_are_those_of_the_RFC()
    {
        var client = Handshakes.Client(null, "chat", "superchat");

        Assert.Equal(
            [
                new("Upgrade", "websocket"),
                new("Connection", "Upgrade"),
                new("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                new("Sec-WebSocket-Version", "13"),
                new("Sec-WebSocket-Protocol", "chat, superchat"),
            ],
            client.Headers);
    }

    [Fact]
    public void What_there_is_nothing_to_say_of_is_left_out()
    {
        var client = Handshakes.Client();

        Assert.Null(client.Headers.Header("Sec-WebSocket-Protocol"));
        Assert.Null(client.Headers.Header("Sec-WebSocket-Extensions"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Over_HTTP_2_there_is_no_key_and_no_upgrade(int httpVersion)
    {
        var client = new ClientHandshake([], new Version(httpVersion, 0), ["chat"], new PerMessageDeflateOptions());

        Assert.Equal(
            ["Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"],
            client.Headers.Select(header => header.Key));
    }

    [Fact]
    public void The_answer_of_the_RFC_is_accepted()
    {
        var client = Handshakes.Client(null, "chat", "superchat");
        var result = client.Verify(Handshakes.SwitchingProtocols with { Subprotocol = "chat" });

        Assert.True(result.IsAccepted);
        Assert.Equal("chat", result.Subprotocol);
        Assert.Null(result.Compression);
    }

    [Fact]
    public void Over_HTTP_2_the_answer_is_200_without_an_accept_value()
    {
        var client = new ClientHandshake([], new Version(2, 0), ["chat"], null);
        var result = client.Verify(new HandshakeResponse { StatusCode = 200, Subprotocol = "chat" });

        Assert.True(result.IsAccepted);
        Assert.Equal("chat", result.Subprotocol);
    }

    [Fact]
    public void Case_and_spacing_of_the_answer_do_not_matter()
    {
        var response = new HandshakeResponse
        {
            StatusCode = 101,
            Upgrade = " WebSocket ",
            Connection = "keep-alive ,\tUPGRADE",
            Accept = $" {Handshakes.SampleAccept}\t",
            Subprotocol = " chat ",
        };

        Assert.Equal("chat", Handshakes.Client(null, "chat").Verify(response).Subprotocol);
    }

    [Fact]
    public void A_server_may_choose_no_subprotocol()
    {
        var result = Handshakes.Client(null, "chat").Verify(Handshakes.SwitchingProtocols);

        Assert.True(result.IsAccepted);
        Assert.Null(result.Subprotocol);
    }

    [Fact]
    public void A_list_of_subprotocols_is_copied()
    {
        string[] names = ["chat"];
        var client = Handshakes.Client(null, names);
        names[0] = "other";

        Assert.Equal("chat", client.Verify(Handshakes.SwitchingProtocols with { Subprotocol = "chat" }).Subprotocol);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void A_nonce_has_16_bytes(int length) =>
        Assert.Throws<ArgumentException>(() => new ClientHandshake(new byte[length], new Version(1, 1), [], null));

    [Fact]
    public void HTTP_1_0_cannot_be_upgraded() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClientHandshake(Nonce, new Version(1, 0), [], null));

    [Fact]
    public void A_version_of_HTTP_is_needed() =>
        Assert.Throws<ArgumentNullException>(() => new ClientHandshake(Nonce, null!, [], null));
}
