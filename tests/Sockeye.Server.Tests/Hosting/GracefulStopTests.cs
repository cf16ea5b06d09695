using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Hosting;

/// <summary>A server that stops says so: 1001 to every connection, 503 to new ones, and waits for neither for ever.</summary>
public sealed class GracefulStopTests
{
    public static TheoryData<Way> Ways => [.. Enum.GetValues<Way>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Closes_every_connection_with_1001(Way way)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        var peers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => server.ConnectAsync(way)));
        await Task.WhenAll(peers.Select(async peer =>
        {
            await peer.SendAsync("here");
            Assert.Equal("here", await peer.ReceiveTextAsync());
        }));

        var stopping = server.StopAsync();
        foreach (var peer in peers)
        {
            Assert.Null(await peer.ReceiveAsync());
            Assert.Equal((1001, "The server is stopping."), peer.Closed);
            Assert.False(stopping.IsCompleted);
            await peer.AnswerCloseAsync();
        }

        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Empty(server.Connections);
        foreach (var peer in peers)
            await peer.DisposeAsync();
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_holds_the_stop_up_no_longer_than_the_close_timeout()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/", Echo, options => options.Connection.CloseTimeout = TimeSpan.FromMilliseconds(300)));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get());
        await client.ReadResponseAsync();
        await client.SendAsync(Frames.Text("here"));
        Assert.Equal("here", await client.ReadTextAsync());

        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(0x88, (await client.ReadFrameAsync()).FirstByte);
        Assert.True(await client.IsEndedAsync());
    }

    [Fact]
    public async Task New_handshakes_are_answered_with_503_meanwhile()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        await using var peer = await server.ConnectAsync(Way.Http1);
        await peer.SendAsync("here");
        await peer.ReceiveTextAsync();
        await using var late = await RawClient.ConnectAsync(server.Port);

        var stopping = server.StopAsync();
        Assert.Null(await peer.ReceiveAsync());
        await late.SendAsync(Handshake.Get());
        var response = await late.ReadResponseAsync();
        Assert.Equal(503, response.StatusCode);
        Assert.Equal("1", response["Retry-After"]);
        await peer.AnswerCloseAsync();
        await stopping;
    }

    [Fact(Timeout = 60_000)]
    public async Task Stopping_while_clients_connect_leaves_nobody_behind()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
                "/", Echo, options => options.Connection.CloseTimeout = TimeSpan.FromMilliseconds(500)));
            var clients = Enumerable.Range(0, 30).Select(_ => ConnectAndReadToTheEndAsync(server)).ToArray();
            // Somewhere in the middle of it, each round a little later.
            while (server.Connections.Count < round * 3)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Empty(server.Connections);
            await Task.WhenAll(clients);
        }
    }

    [Fact]
    public async Task ApplicationStopping_is_enough()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        await using var peer = await server.ConnectAsync(Way.Http1);
        await peer.SendAsync("here");
        await peer.ReceiveTextAsync();
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(1001, peer.Closed.Code);
    }

    private static async Task ConnectAndReadToTheEndAsync(AppServer server)
    {
        try
        {
            await using var client = await RawClient.ConnectAsync(server.Port);
            await client.SendAsync(Handshake.Get());
            await client.DrainAsync();
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            // Too late: nobody listens any more.
        }
    }

    private static async Task Echo(WebSocketConnection connection)
    {
        await foreach (var message in connection.ReadAllAsync())
            await connection.SendAsync(message);
    }
}
