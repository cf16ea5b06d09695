using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Endpoints;

/// <summary>
/// System.Net.WebSockets as the client, over HTTP/1.1 and HTTP/2 (RFC 8441), with and without TLS and compression.
/// </summary>
public sealed class SystemNetPeerTests
{
    public static TheoryData<Way, bool> WaysAndCompression => new(
        from way in Enum.GetValues<Way>() from compress in (bool[])[false, true] select (way, compress));

    public static TheoryData<Way> Ways => [.. Enum.GetValues<Way>()];

    [Theory]
    [MemberData(nameof(WaysAndCompression))]
    public async Task Text_and_bytes_come_back(Way way, bool compress)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/echo", Echo));
        await using var peer = await server.ConnectAsync(way, "/echo", options =>
        {
            if (compress)
                options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        });

        foreach (var size in (int[])[0, 1, 125, 126, 65_535, 65_536, 500_000])
        {
            var text = string.Concat(Enumerable.Range(0, size).Select(i => (char)('a' + i % 26)));
            await peer.SendAsync(text);
            Assert.Equal(text, await peer.ReceiveTextAsync());

            var bytes = new byte[size];
            new Random(size).NextBytes(bytes);
            await peer.SendAsync(bytes);
            var echo = await peer.ReceiveAsync();
            Assert.Equal(WebSocketMessageType.Binary, echo!.Value.Type);
            Assert.Equal(bytes, echo.Value.Payload);
        }

        await peer.CloseAsync(1000, "done");
        Assert.Equal(1000, peer.Closed.Code);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_client_closes_with_code_and_reason(Way way)
    {
        var closure = new TaskCompletionSource<WebSocketClosure>();
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/", (WebSocketConnection connection) => connection.Closed += closure.SetResult));
        await using var peer = await server.ConnectAsync(way);
        await peer.CloseAsync(4001, "enough");

        var ended = await closure.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(new WebSocketClosure((CloseCode)4001, "enough", ClosedBy.Peer, WasClean: true), ended);
        Assert.Equal(4001, peer.Closed.Code);
        Assert.Empty(server.Log.WithId(3));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_server_closes_with_code_and_reason(Way way)
    {
        var closure = new TaskCompletionSource<WebSocketClosure>();
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/", async connection => closure.SetResult(await connection.CloseAsync((CloseCode)4002, "no more"))));
        await using var peer = await server.ConnectAsync(way);

        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal((4002, "no more"), peer.Closed);
        await peer.AnswerCloseAsync();
        var ended = await closure.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(new WebSocketClosure((CloseCode)4002, "no more", ClosedBy.Local, WasClean: true), ended);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task When_the_handler_returns_the_connection_closes_with_1000(Way way)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/", connection => connection.SendAsync("all I have to say").AsTask()));
        await using var peer = await server.ConnectAsync(way);
        Assert.Equal("all I have to say", await peer.ReceiveTextAsync());
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal((1000, ""), (peer.Closed.Code, peer.Closed.Reason ?? ""));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_client_that_vanishes_ends_the_connection_and_is_no_fault(Way way)
    {
        var closure = new TaskCompletionSource<WebSocketClosure>();
        var left = new TaskCompletionSource();
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", async connection =>
        {
            connection.Closed += closure.SetResult;
            await connection.SendAsync("hello");
            await left.Task;
            // The handler notices when it sends, or by the token.
            while (true)
                await connection.SendAsync("still there?", connection.Aborted);
        }));
        await using (var peer = await server.ConnectAsync(way))
        {
            Assert.Equal("hello", await peer.ReceiveTextAsync());
            peer.Socket.Abort();
        }

        var ended = await closure.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        left.SetResult();
        Assert.Equal(CloseCode.AbnormalClosure, ended.Code);
        await server.StopAsync();
        Assert.Empty(server.Connections);
        Assert.Empty(server.Log.WithId(3));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_server_aborts(Way way)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/", (WebSocketConnection connection) => connection.MessageReceived += _ => connection.Abort()));
        await using var peer = await server.ConnectAsync(way);
        await peer.SendAsync("x");
        await Assert.ThrowsAnyAsync<WebSocketException>(peer.ReceiveAsync);
    }

    [Theory]
    [InlineData(Way.Http1)]
    [InlineData(Way.Http2)]
    public async Task A_refusal_reaches_the_client_with_its_status(Way way)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        var error = await Assert.ThrowsAsync<WebSocketException>(
            () => server.ConnectAsync(way, "/", options => options.SetRequestHeader("Origin", "https://evil.test")));
        Assert.Contains("403", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_http2_many_connections_share_one_transport()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        var peers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.ConnectAsync(Way.Http2)));
        await Task.WhenAll(peers.Select(async (peer, i) =>
        {
            await peer.SendAsync($"number {i}");
            Assert.Equal($"number {i}", await peer.ReceiveTextAsync());
            await peer.CloseAsync(1000, "");
            await peer.DisposeAsync();
        }));
    }

    private static async Task Echo(WebSocketConnection connection)
    {
        await foreach (var message in connection.ReadAllAsync())
            await connection.SendAsync(message);
    }
}
