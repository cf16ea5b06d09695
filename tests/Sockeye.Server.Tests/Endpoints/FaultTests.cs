using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Endpoints;

/// <summary>
/// An exception in a handler closes its connection with 1011, is logged once with the connection's id, and disturbs no other.
/// </summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("handler")]
    [InlineData("handler at once")]
    [InlineData("attach")]
    [InlineData("async attach")]
    [InlineData("event")]
    [InlineData("async event")]
    public async Task Closes_with_1011_and_is_logged_once(string where)
    {
        var ids = new TaskCompletionSource<string>();
        await using var server = await AppServer.StartAsync(app => MapFaulty(app, where, ids));
        await using var peer = await server.ConnectAsync(Way.Http1, "/faulty");
        await using var other = await server.ConnectAsync(Way.Http1, "/echo");
        await peer.SendAsync("go");

        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(1011, peer.Closed.Code);
        Assert.DoesNotContain("secret", peer.Closed.Reason, StringComparison.Ordinal);
        await peer.AnswerCloseAsync();
        await other.SendAsync("undisturbed");
        Assert.Equal("undisturbed", await other.ReceiveTextAsync());

        var log = Assert.Single(server.Log.Entries, entry => entry.Level >= LogLevel.Warning);
        Assert.Equal((3, LogLevel.Error), (log.EventId, log.Level));
        Assert.Contains(await ids.Task, log.Message, StringComparison.Ordinal);
        Assert.Contains("/faulty", log.Message, StringComparison.Ordinal);
        Assert.Equal("secret", Assert.IsType<FormatException>(log.Exception).Message);
    }

    [Fact]
    public async Task After_the_end_it_is_still_logged()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", async connection =>
        {
            await connection.Completion;
            throw new FormatException("cleaning up failed");
        }));
        await using var peer = await server.ConnectAsync(Way.Http1);
        await peer.CloseAsync(1000, "");
        await server.StopAsync();
        Assert.Equal("cleaning up failed", Assert.Single(server.Log.WithId(3)).Exception!.Message);
    }

    [Fact]
    public async Task A_cancellation_while_the_connection_is_open_is_a_fault()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", async connection =>
        {
            await connection.ReceiveAsync();
            throw new OperationCanceledException("a timeout of the application's");
        }));
        await using var peer = await server.ConnectAsync(Way.Http1);
        await peer.SendAsync("go");
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(1011, peer.Closed.Code);
        Assert.Single(server.Log.WithId(3));
    }

    [Fact]
    public async Task Sending_to_a_peer_that_has_left_is_not_a_fault()
    {
        var sendFailed = new TaskCompletionSource<Exception>();
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", async connection =>
        {
            await connection.Completion;
            try
            {
                await connection.SendAsync("anybody?");
            }
            catch (Exception error)
            {
                sendFailed.SetResult(error);
                throw;
            }
        }));
        await using var peer = await server.ConnectAsync(Way.Http1);
        await peer.CloseAsync(1000, "");
        Assert.IsType<WebSocketClosedException>(await sendFailed.Task);
        await server.StopAsync();
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    private static void MapFaulty(WebApplication app, string where, TaskCompletionSource<string> ids)
    {
        app.MapWebSocket("/echo", (WebSocketConnection echo) => echo.MessageReceived += message => echo.TrySend(message.Text));
        static void Throw() => throw new FormatException("secret");
        void Attach(WebSocketConnection connection)
        {
            ids.SetResult(connection.Id);
            if (where == "attach")
                Throw();
            if (where == "event")
                connection.MessageReceived += _ => Throw();
            connection.MessageReceived += async _ =>
            {
                await Task.Yield();
                Throw();
            };
        }

        async void AttachLater(WebSocketConnection connection)
        {
            ids.SetResult(connection.Id);
            await connection.ReceiveAsync();
            Throw();
        }

        if (where == "async attach")
            app.MapWebSocket("/faulty", (Action<WebSocketConnection>)AttachLater);
        else if (where is "handler" or "handler at once")
            app.MapWebSocket("/faulty", HandleAsync);
        else
            app.MapWebSocket("/faulty", (Action<WebSocketConnection>)Attach);

        async Task HandleAsync(WebSocketConnection connection)
        {
            ids.SetResult(connection.Id);
            if (where == "handler")
                await connection.ReceiveAsync();
            Throw();
        }
    }
}
