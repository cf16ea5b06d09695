namespace Sockeye.Client.Tests.Reconnecting;

/// <summary>When a client connects again, after which wait, and when it does not.</summary>
public class ReconnectTests
{
    [Fact]
    public async Task A_lost_connection_is_replaced()
    {
        await using var rig = new ReconnectRig();
        var opened = new Recorder<WebSocketConnection>();
        rig.Client.Opened += opened.Add;
        using var first = await rig.ConnectAsync();
        Assert.Same(rig.Client.Connection, await opened.NextAsync());

        first.Reset();
        var loss = await rig.Losses.NextAsync();
        Assert.Equal(CloseCode.AbnormalClosure, loss.Closure.Code);
        Assert.Equal(ClosedBy.Transport, loss.Closure.ClosedBy);
        Assert.True(loss.WillReconnect);
        Assert.Null(rig.Client.Connection);

        using var second = await rig.ReconnectAsync();
        var connection = await opened.NextAsync();
        Assert.Same(rig.Client.Connection, connection);
        await rig.Client.SendAsync("back", ReconnectRig.Token);
        Assert.Equal("back", await second.ReadTextAsync());
    }

    [Fact]
    public async Task The_end_tells_how_the_last_connection_ended()
    {
        await using var rig = new ReconnectRig();
        using var first = await rig.ConnectAsync();
        await first.SendCloseAsync(1012, "restart");
        first.Dispose();
        using var second = await rig.ReconnectAsync(1);
        var closing = rig.Client.CloseAsync(CloseCode.GoingAway, "done");
        Assert.Equal(1001, await second.ReadCloseAsync());
        await second.SendCloseAsync(1001);
        second.Dispose();
        var closure = await closing.InTime();

        Assert.EndsWith("closed by this end", closure.Reason, StringComparison.Ordinal);
        Assert.Equal(CloseCode.GoingAway, closure.Closure?.Code);
        Assert.True(closure.Closure?.WasClean);
        Assert.Null(closure.Error);
        Assert.Equal(WebSocketClientState.Closed, rig.Client.State);
    }

    [Fact]
    public async Task State_changes_come_in_order()
    {
        await using var rig = new ReconnectRig();
        Assert.Equal(WebSocketClientState.Idle, rig.Client.State);
        var connecting = rig.Client.ConnectAsync(ReconnectRig.Token);
        await rig.RefuseAsync(503);
        await rig.Time.PassAsync(TimeSpan.FromSeconds(1));
        using var peer = await rig.Server.AcceptWebSocketAsync();
        await connecting.InTime();
        await peer.SendCloseAsync(1008, "go away");
        peer.Dispose();
        await rig.Client.Completion.InTime();

        string[] expected =
        [
            "Idle -> Connecting: asked to connect",
            $"Connecting -> Waiting: Could not connect to {rig.Server.Url}: the server answered 503 No",
            "Waiting -> Connecting: trying again",
            $"Connecting -> Open: connected to {rig.Server.Url}",
            "Open -> Closed: the connection was closed by the server with code 1008 (go away); close code 1008 ends it",
        ];
        foreach (var change in expected)
            Assert.StartsWith(change, (await rig.States.NextAsync()).ToString(), StringComparison.Ordinal);
        Assert.True(rig.States.IsEmpty);
    }

    [Fact]
    public async Task The_first_connect_is_retried_with_growing_waits()
    {
        await using var rig = new ReconnectRig();
        var connecting = rig.Client.ConnectAsync(ReconnectRig.Token);
        foreach (var wait in new[] { 1, 2, 4 })
        {
            await rig.RefuseAsync(503);
            await rig.PassWaitAsync(wait);
            var error = Assert.IsType<WebSocketConnectException>(await rig.Errors.NextAsync());
            Assert.Equal(503, (int?)error.StatusCode);
            Assert.False(connecting.IsCompleted);
        }

        using var peer = await rig.Server.AcceptWebSocketAsync();
        await connecting.InTime();
        Assert.Equal(WebSocketClientState.Open, rig.Client.State);
    }

    [Fact]
    public async Task A_connection_that_stayed_open_starts_the_waits_again()
    {
        await using var rig = new ReconnectRig();
        (await rig.ConnectAsync()).Reset();
        (await rig.ReconnectAsync(1)).Reset();
        using var stable = await rig.ReconnectAsync(2);
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        stable.Reset();
        using var last = await rig.ReconnectAsync(1);
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        await using var rig = new ReconnectRig();
        var connecting = rig.Client.ConnectAsync(ReconnectRig.Token);
        await rig.RefuseAsync(429, "Retry-After: 7\r\n");
        using var peer = await rig.ReconnectAsync(8);
        await connecting.InTime();
    }

    [Fact]
    public async Task The_first_connect_is_not_retried_when_so_asked()
    {
        await using var rig = new ReconnectRig(o => o.Reconnect!.RetryFirstConnect = false);
        var connecting = rig.Client.ConnectAsync(ReconnectRig.Token);
        await rig.RefuseAsync(503);
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        var closure = await rig.Client.Completion.InTime();
        Assert.Same(error, closure.Error);
        Assert.Null(closure.Closure);
        Assert.EndsWith("the first connect is not retried", closure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_time_does_not_heal_ends_it()
    {
        await using var rig = new ReconnectRig();
        using var first = await rig.ConnectAsync();
        first.Reset();
        await rig.PassWaitAsync(1);
        await rig.RefuseAsync(401);
        var closure = await rig.Client.Completion.InTime();
        Assert.Equal(401, (int?)Assert.IsType<WebSocketConnectException>(closure.Error).StatusCode);
        Assert.Equal(CloseCode.AbnormalClosure, closure.Closure?.Code);
    }

    [Fact]
    public async Task Retries_are_limited_when_so_asked()
    {
        await using var rig = new ReconnectRig(o => o.Reconnect!.MaxAttempts = 2);
        var connecting = rig.Client.ConnectAsync(ReconnectRig.Token);
        await rig.RefuseAsync(503);
        await rig.PassWaitAsync(1);
        await rig.RefuseAsync(503);
        await rig.PassWaitAsync(2);
        await rig.RefuseAsync(503);
        await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        Assert.EndsWith("2 retries have failed", (await rig.Client.Completion.InTime()).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1008)]
    [InlineData(4500)]
    public async Task A_terminal_close_code_ends_it(int code)
    {
        await using var rig = new ReconnectRig();
        var closed = new Recorder<WebSocketClientClosure>();
        rig.Client.Closed += closed.Add;
        using var peer = await rig.ConnectAsync();
        await peer.SendCloseAsync(code, "no more");
        Assert.Equal(code, await peer.ReadCloseAsync());
        peer.Dispose();

        var loss = await rig.Losses.NextAsync();
        Assert.False(loss.WillReconnect);
        var closure = await closed.NextAsync();
        Assert.Equal((CloseCode)code, closure.Closure?.Code);
        Assert.Equal("no more", closure.Closure?.Reason);
        Assert.Null(await rig.ReceiveAsync());
        await Assert.ThrowsAsync<WebSocketClosedException>(() => rig.Client.SendAsync("late", ReconnectRig.Token).AsTask());
        await Assert.ThrowsAsync<WebSocketClosedException>(() => rig.Client.ConnectAsync(ReconnectRig.Token));
    }

    [Fact]
    public async Task Reconnecting_can_be_switched_off()
    {
        await using var rig = new ReconnectRig(o => o.Reconnect = null);
        using var peer = await rig.ConnectAsync();
        peer.Reset();
        Assert.EndsWith("reconnecting is switched off", (await rig.Client.Completion.InTime()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_throws_ends_it_with_its_error()
    {
        var error = new InvalidTimeZoneException("for the test");
        await using var rig = new ReconnectRig(o => o.Reconnect!.ShouldReconnect = _ => throw error);
        using var peer = await rig.ConnectAsync();
        peer.Reset();
        Assert.Same(error, (await rig.Client.Completion.InTime()).Error);
    }
}
