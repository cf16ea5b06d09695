using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.StandAlone;

/// <summary>The stand-alone server at work.</summary>
public sealed class WebSocketServerTests
{
    [Theory]
    [InlineData("ws://localhost:0", false)]
    [InlineData("wss://localhost:0", false)]
    [InlineData("wss://localhost:0", true)]
    public async Task The_three_lines_of_the_front_page_are_a_chat(string url, bool http2)
    {
        var options = new WebSocketServerOptions { Certificate = ServerCertificate.From(SelfSigned.Certificate) };
        await using var server = new WebSocketServer(url, options);
        server.Connected += socket => socket.MessageReceived += message => server.Broadcast(message);
        await server.StartAsync(TestContext.Current.CancellationToken);

        await using var ada = await Peer.ConnectAsync(new Uri(server.Urls[0]), http2);
        await using var bob = await Peer.ConnectAsync(new Uri(server.Urls[0] + "/any/path"), http2);
        await bob.SendAsync("hello from bob");
        Assert.Equal("hello from bob", await bob.ReceiveTextAsync());
        Assert.Equal("hello from bob", await ada.ReceiveTextAsync());
        await ada.SendAsync([1, 2, 3]);
        Assert.Equal([1, 2, 3], (await bob.ReceiveAsync())!.Value.Payload);
        Assert.Single(server.Connections.OnPath("/any/path"));

        var stopping = server.StopAsync(TestContext.Current.CancellationToken);
        foreach (var peer in (Peer[])[ada, bob])
        {
            while (await peer.ReceiveAsync() is not null)
            {
            }

            Assert.Equal(1001, peer.Closed.Code);
            await peer.AnswerCloseAsync();
        }

        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_async_lambda_may_talk_in_Connected()
    {
        await using var server = new WebSocketServer("ws://localhost:0");
        server.Connected += async socket =>
        {
            await foreach (var message in socket.ReadAllAsync())
                await socket.SendAsync($"Hello {message.Text}!");
        };
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var peer = await Peer.ConnectAsync(new Uri(server.Urls[0]));
        await peer.SendAsync("Ada");
        Assert.Equal("Hello Ada!", await peer.ReceiveTextAsync());
    }

    [Fact]
    public async Task Logs_go_where_the_options_say()
    {
        using var log = new LogCollector();
        using var factory = new Microsoft.Extensions.Logging.LoggerFactory([log]);
        await using var server = new WebSocketServer("ws://localhost:0", new WebSocketServerOptions { LoggerFactory = factory });
        server.Connected += _ => throw new FormatException("bad handler");
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var peer = await Peer.ConnectAsync(new Uri(server.Urls[0]));
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(1011, peer.Closed.Code);
        Assert.Equal("bad handler", Assert.Single(log.WithId(3)).Exception!.Message);
    }

    [Fact]
    public async Task Disposing_a_running_server_ends_RunAsync()
    {
        var server = new WebSocketServer("ws://127.0.0.1:0");
        var running = server.RunAsync(TestContext.Current.CancellationToken);
        await server.DisposeAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
