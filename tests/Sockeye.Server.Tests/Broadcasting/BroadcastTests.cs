using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Broadcasting;

/// <summary>One message to many, through real sockets.</summary>
public sealed class BroadcastTests
{
    [Fact]
    public async Task Reaches_all_those_of_a_path_or_those_of_a_predicate()
    {
        await using var server = await StartAsync();
        await using var ada = await ConnectAsync(server, "/rooms/1?name=ada");
        await using var bob = await ConnectAsync(server, "/rooms/1?name=bob");
        await using var eve = await ConnectAsync(server, "/rooms/2?name=eve");

        Assert.Equal(3, server.Connections.Broadcast("to all").Delivered);
        Assert.Equal(2, server.Connections.OnPath("/rooms/1").Broadcast("to room 1").Delivered);
        Assert.Equal(1, server.Connections.Broadcast("to eve"u8, MessageType.Text, Named("eve")).Delivered);
        var toBob = await server.Connections.OnPath("/rooms/1").BroadcastAsync("to bob", Named("bob"), Cancellation);
        Assert.Equal(1, toBob.Delivered);
        Assert.Equal(default, server.Connections.OnPath("/rooms/3").Broadcast("to nobody"));

        Assert.Equal(["to all", "to room 1"], await ReadAsync(ada, 2));
        Assert.Equal(["to all", "to room 1", "to bob"], await ReadAsync(bob, 3));
        Assert.Equal(["to all", "to eve"], await ReadAsync(eve, 2));
    }

    [Fact]
    public async Task Each_receiver_gets_it_as_it_agreed_compressed_or_not()
    {
        await using var server = await StartAsync();
        await using var plain = await ConnectAsync(server, "/");
        static void Compress(ClientWebSocketOptions options) => options.DangerousDeflateOptions = new();
        await using var compressed = await server.ConnectAsync(Way.Http1, "/", Compress);
        await compressed.SendAsync("here");
        Assert.Equal("here", await compressed.ReceiveTextAsync());
        await using var overHttp2 = await server.ConnectAsync(Way.Http2Tls, "/", Compress);
        await overHttp2.SendAsync("here");
        Assert.Equal("here", await overHttp2.ReceiveTextAsync());

        var text = string.Concat(Enumerable.Repeat("over and over ", 200));
        Assert.Equal(3, server.Connections.Broadcast(text).Delivered);
        Assert.Equal(text, await plain.ReceiveTextAsync());
        Assert.Equal(text, await compressed.ReceiveTextAsync());
        Assert.Equal(text, await overHttp2.ReceiveTextAsync());
    }

    [Theory]
    [InlineData(Way.Http1)]
    [InlineData(Way.Http2Tls)]
    public async Task What_is_broadcast_while_the_handshake_is_answered_is_not_missed(Way way)
    {
        await using var server = await AppServer.StartAsync(app =>
        {
            var connections = (ConnectionRegistry)app.Services.GetService(typeof(ConnectionRegistry))!;
            app.Use((context, next) =>
            {
                // The last moment before the client can know that it is connected.
                context.Response.OnStarting(() => Task.FromResult(connections.Broadcast("early")));
                return next();
            });
            app.MapWebSocket("/", (WebSocketConnection c) => c.MessageReceived += message => _ = c.SendAsync(message));
        });
        await using var peer = await server.ConnectAsync(way);
        await peer.SendAsync("late");
        Assert.Equal("early", await peer.ReceiveTextAsync());
        Assert.Equal("late", await peer.ReceiveTextAsync());
    }

    [Fact]
    public async Task Who_has_left_is_no_longer_there()
    {
        var gone = new TaskCompletionSource<int>();
        await using var server = await AppServer.StartAsync(app =>
        {
            var connections = (ConnectionRegistry)app.Services.GetService(typeof(ConnectionRegistry))!;
            app.MapWebSocket("/", (WebSocketConnection c) => c.Closed += _ => gone.SetResult(connections.Count));
        });
        await using var peer = await server.ConnectAsync(Way.Http1);
        await peer.CloseAsync(1000, "");
        // In the event already: who leaves is not told of it, and does not count.
        Assert.Equal(0, await gone.Task);
    }

    [Theory]
    [InlineData(SlowConsumerPolicy.CloseTryAgainLater)]
    [InlineData(SlowConsumerPolicy.ClosePolicyViolation)]
    [InlineData(SlowConsumerPolicy.DropNewest)]
    [InlineData(SlowConsumerPolicy.DropOldest)]
    [InlineData(SlowConsumerPolicy.Wait)]
    public async Task Who_does_not_read_is_treated_by_policy_and_holds_up_nobody(SlowConsumerPolicy policy)
    {
        await using var server = await StartAsync(policy);
        await using var slow = await RawClient.ConnectAsync(server.Port);
        await slow.SendAsync(Handshake.Get("/"));
        await slow.ReadResponseAsync();
        await using var reader = await ConnectAsync(server, "/reader");
        var message = new PreparedMessage(new byte[60_000]);

        var result = default(BroadcastResult);
        var rounds = 0;
        // Until the sockets' buffers and then the queue, which takes one message, are full, and stay so for a while.
        while (result.Closed == 0 && rounds < 50)
        {
            result = server.Connections.Broadcast(message);
            Assert.Equal(60_000, (await reader.ReceiveAsync())!.Value.Payload.Length);
            rounds = server.Connections.OnPath("/").Single().QueuedBytes > 0 ? rounds + 1 : 0;
        }

        var isClosing = policy is SlowConsumerPolicy.CloseTryAgainLater or SlowConsumerPolicy.ClosePolicyViolation;
        Assert.Equal(isClosing ? 1 : 0, result.Closed);
        Assert.Equal(policy is SlowConsumerPolicy.DropNewest or SlowConsumerPolicy.Wait ? 1 : 0, result.Dropped);
        if (policy == SlowConsumerPolicy.Wait)
            await AssertWaitsAsync(server, slow, message);
    }

    private static async Task AssertWaitsAsync(AppServer server, RawClient slow, PreparedMessage message)
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = server.Connections.OnPath("/").BroadcastAsync(message, null, cancellation.Token).AsTask();
        Assert.False(cancelled.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var waiting = server.Connections.OnPath("/").BroadcastAsync(message, null, Cancellation).AsTask();
        Assert.False(waiting.IsCompleted);
        var draining = slow.DrainAsync();
        Assert.Equal(1, (await waiting).Delivered);

        server.Connections.OnPath("/").Single().Abort();
        await draining;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Func<WebSocketConnection, bool> Named(string name) => connection => connection.Request.Query["name"] == name;

    private static Task<AppServer> StartAsync(SlowConsumerPolicy policy = SlowConsumerPolicy.CloseTryAgainLater) =>
        AppServer.StartAsync(app => app.MapWebSocket(
            "/{**path}",
            (WebSocketConnection socket) => socket.MessageReceived += message => socket.TrySend(message.Payload, message.Type),
            options =>
            {
                options.Connection.SlowConsumerPolicy = policy;
                options.Connection.MaxQueuedBytes = 100_000;
            }));

    /// <summary>Connected, and known to be registered: it has had an answer.</summary>
    private static async Task<Peer> ConnectAsync(AppServer server, string path)
    {
        var peer = await server.ConnectAsync(Way.Http1, path);
        await peer.SendAsync("here");
        Assert.Equal("here", await peer.ReceiveTextAsync());
        return peer;
    }

    private static async Task<List<string?>> ReadAsync(Peer peer, int count)
    {
        var texts = new List<string?>();
        for (var i = 0; i < count; i++)
            texts.Add(await peer.ReceiveTextAsync());
        return texts;
    }
}
