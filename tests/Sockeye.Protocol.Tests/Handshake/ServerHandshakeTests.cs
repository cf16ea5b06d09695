namespace Sockeye.Protocol.Tests;

/// <summary>RFC 6455 section 4.2: handshakes over HTTP/1.1 that a server accepts.</summary>
public class ServerHandshakeTests
{
    [Fact]
    public void The_handshake_of_the_RFC_is_accepted()
    {
        // RFC 6455 section 1.2.
        var result = Handshakes.Negotiate(Handshakes.Upgrade with { Subprotocols = "chat, superchat" }, "chat");

        Assert.True(result.IsAccepted);
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", result.Accept);
        Assert.Equal("chat", result.Subprotocol);
        Assert.Null(result.Extensions);
        Assert.Null(result.Compression);
    }

    [Theory]
    [InlineData("WebSocket")]
    [InlineData("WEBSOCKET")]
    [InlineData(" websocket\t")]
    [InlineData("h2c, websocket")]
    [InlineData("websocket,h2c")]
    [InlineData("HTTP/2.0 ,\twebsocket , TLS/1.0")]
    [InlineData(",, websocket ,")]
    [InlineData("websocket/13, websocket")]
    public void Upgrade_is_a_list_in_any_case_and_spacing(string upgrade) =>
        Assert.True(Handshakes.Negotiate(Handshakes.Upgrade with { Upgrade = upgrade }).IsAccepted);

    [Theory]
    [InlineData("upgrade")]
    [InlineData("UPGRADE")]
    [InlineData("keep-alive, Upgrade")]
    [InlineData("Upgrade,keep-alive")]
    [InlineData(" \tUpgrade\t ")]
    [InlineData("close , , upgrade ,")]
    public void Connection_is_a_list_in_any_case_and_spacing(string connection) =>
        Assert.True(Handshakes.Negotiate(Handshakes.Upgrade with { Connection = connection }).IsAccepted);

    [Fact]
    public void Whitespace_around_the_key_is_no_part_of_it()
    {
        var result = Handshakes.Negotiate(Handshakes.Upgrade with { Key = $" {Handshakes.SampleKey}\t", Version = " 13 " });

        Assert.Equal(Handshakes.SampleAccept, result.Accept);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:3000")]
    [InlineData("192.0.2.1:80")]
    [InlineData("[2001:db8::1]:8080")]
    [InlineData("a_b.example.")]
    public void Hosts_with_and_without_a_port_are_accepted(string host) =>
        Assert.True(Handshakes.Negotiate(Handshakes.Upgrade with { Host = host }).IsAccepted);

    [Fact]
    public void Requests_of_a_later_HTTP_1_are_accepted() =>
        Assert.True(Handshakes.Negotiate(Handshakes.Upgrade with { HttpVersion = new Version(1, 2) }).IsAccepted);

    [Fact]
    public void Unknown_extensions_are_ignored()
    {
        var request = Handshakes.Upgrade with { Extensions = "x-webkit-deflate-frame, bbf-usp-protocol; eid=\"doc\"" };
        var result = ServerHandshake.Negotiate(request, [], new PerMessageDeflateOptions());

        Assert.True(result.IsAccepted);
        Assert.Null(result.Extensions);
    }

    [Fact]
    public void Compression_that_the_server_does_not_want_is_not_accepted()
    {
        var result = Handshakes.Negotiate(Handshakes.Upgrade with { Extensions = "permessage-deflate" });

        Assert.True(result.IsAccepted);
        Assert.Null(result.Extensions);
        Assert.Null(result.Compression);
    }

    [Theory]
    [InlineData(7, 15)]
    [InlineData(16, 15)]
    [InlineData(15, 7)]
    [InlineData(15, 16)]
    public void Windows_out_of_range_are_the_callers_mistake(int server, int client)
    {
        var options = new PerMessageDeflateOptions { ServerMaxWindowBits = server, ClientMaxWindowBits = client };

        Assert.Throws<ArgumentOutOfRangeException>(() => ServerHandshake.Negotiate(Handshakes.Upgrade, [], options));
        Assert.Throws<ArgumentOutOfRangeException>(() => Handshakes.Client(options));
    }
}
