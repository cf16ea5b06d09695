using System.Text;
using Microsoft.AspNetCore.Builder;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Endpoints;

/// <summary>RFC 6455 section 4.2.2: the answer to a good handshake, byte for byte, and what follows it.</summary>
public sealed class AcceptedHandshakeTests
{
    [Fact]
    public async Task Is_answered_as_in_the_RFC()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get());

        var response = await client.ReadResponseAsync();

        Assert.Equal(101, response.StatusCode);
        Assert.Equal("websocket", response["Upgrade"]);
        Assert.Equal("Upgrade", response["Connection"]);
        Assert.Equal(Handshake.Accept, response["Sec-WebSocket-Accept"]);
        Assert.Null(response["Sec-WebSocket-Protocol"]);
        Assert.Null(response["Sec-WebSocket-Extensions"]);
    }

    [Theory]
    [InlineData("Connection: keep-alive, Upgrade")]
    [InlineData("Connection: upgrade")]
    [InlineData("Upgrade: WebSocket")]
    public async Task Tokens_have_no_case_and_come_in_lists(string change)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get("/", change));
        Assert.Equal(101, (await client.ReadResponseAsync()).StatusCode);
    }

    [Theory]
    [InlineData("other, chat, more", "chat")]
    [InlineData("more, chat", "more")]
    [InlineData("other", null)]
    public async Task The_first_subprotocol_of_the_client_that_is_spoken_here_is_chosen(string offered, string? chosen)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/",
            connection => connection.SendAsync(connection.Subprotocol ?? "none").AsTask(),
            options =>
            {
                options.Subprotocols.Add("chat");
                options.Subprotocols.Add("more");
            }));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get("/", $"Sec-WebSocket-Protocol: {offered}"));
        Assert.Equal(chosen, (await client.ReadResponseAsync())["Sec-WebSocket-Protocol"]);
        Assert.Equal(chosen ?? "none", await client.ReadTextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Compression_is_agreed_on_unless_switched_off(bool compress)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/",
            connection => connection.SendAsync(connection.IsCompressed ? "yes" : "no").AsTask(),
            options => options.Connection.Compression = compress ? new PerMessageDeflateOptions() : null));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get("/", "Sec-WebSocket-Extensions: permessage-deflate"));
        var extensions = (await client.ReadResponseAsync())["Sec-WebSocket-Extensions"];
        Assert.Equal(compress, extensions?.StartsWith("permessage-deflate", StringComparison.Ordinal) ?? false);
        Assert.Equal(compress ? "yes" : "no", await client.ReadTextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Frames_sent_behind_the_handshake_without_waiting_are_not_lost(bool tls)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        await using var client = await RawClient.ConnectAsync(tls ? server.TlsPort : server.Port, tls);
        await client.SendAsync([.. Encoding.ASCII.GetBytes(Handshake.Get()), .. Frames.Text("first"), .. Frames.Text("second")]);

        Assert.Equal(101, (await client.ReadResponseAsync()).StatusCode);
        Assert.Equal("first", await client.ReadTextAsync());
        Assert.Equal("second", await client.ReadTextAsync());
        await client.SendAsync(Frames.Text("third"));
        Assert.Equal("third", await client.ReadTextAsync());
    }

    [Fact]
    public async Task A_handshake_that_comes_byte_by_byte_is_accepted()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        await using var client = await RawClient.ConnectAsync(server.Port);
        foreach (var one in (byte[])[.. Encoding.ASCII.GetBytes(Handshake.Get()), .. Frames.Text("hello")])
            await client.SendAsync([one]);
        Assert.Equal(101, (await client.ReadResponseAsync()).StatusCode);
        Assert.Equal("hello", await client.ReadTextAsync());
    }

    [Fact]
    public async Task The_server_ends_the_transport_after_the_closing_handshake()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get());
        await client.ReadResponseAsync();
        await client.SendAsync(Frames.Close(1000));
        var (firstByte, payload) = await client.ReadFrameAsync();
        Assert.Equal(0x88, firstByte);
        Assert.Equal(new byte[] { 0x03, 0xE8 }, payload);
        Assert.True(await client.IsEndedAsync());
    }

    private static async Task Echo(WebSocketConnection connection)
    {
        await foreach (var message in connection.ReadAllAsync())
            await connection.SendAsync(message);
    }
}
