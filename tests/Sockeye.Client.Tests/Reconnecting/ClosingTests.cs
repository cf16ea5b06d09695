namespace Sockeye.Client.Tests.Reconnecting;

/// <summary>The end of a client, from every state, leaves nothing running.</summary>
public class ClosingTests
{
    [Fact]
    public async Task Cancelling_the_first_connect_ends_it()
    {
        await using var rig = new ReconnectRig();
        using var cancel = new CancellationTokenSource();
        var connecting = rig.Client.ConnectAsync(cancel.Token);
        using var peer = await rig.Server.AcceptAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.InTime());
        Assert.Equal(WebSocketClientState.Closed, rig.Client.State);
        await peer.ReadEndAsync();
    }

    [Fact]
    public async Task Cancelling_a_later_wait_ends_only_the_wait()
    {
        await using var rig = new ReconnectRig();
        using var cancel = new CancellationTokenSource();
        var first = rig.Client.ConnectAsync(ReconnectRig.Token);
        var second = rig.Client.ConnectAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.InTime());
        using var peer = await rig.Server.AcceptWebSocketAsync();
        await first.InTime();
        await rig.Client.ConnectAsync(ReconnectRig.Token).InTime();
    }

    [Fact]
    public async Task Closing_while_connecting_ends_the_attempt()
    {
        await using var rig = new ReconnectRig();
        var connecting = rig.Client.ConnectAsync(ReconnectRig.Token);
        using var peer = await rig.Server.AcceptAsync();
        var closure = await rig.Client.CloseAsync().InTime();
        Assert.Null(closure.Closure);
        Assert.Null(closure.Error);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => connecting.InTime());
        await peer.ReadEndAsync();
    }

    [Fact]
    public async Task Closing_while_waiting_ends_the_wait()
    {
        await using var rig = new ReconnectRig();
        using var peer = await rig.ConnectAsync();
        peer.Reset();
        await rig.ReachAsync(WebSocketClientState.Waiting);
        var closure = await rig.Client.CloseAsync().InTime();
        Assert.Equal("closed by this end", closure.Reason);
        Assert.Equal(CloseCode.AbnormalClosure, closure.Closure?.Code);
    }

    [Fact]
    public async Task An_unused_client_closes()
    {
        await using var rig = new ReconnectRig();
        await rig.Client.DisposeAsync().AsTask().InTime();
        Assert.Equal(WebSocketClientState.Closed, rig.Client.State);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => rig.Client.ConnectAsync(ReconnectRig.Token));
    }

    [Fact]
    public async Task Disposing_sends_1000_and_may_be_repeated()
    {
        await using var rig = new ReconnectRig();
        using var peer = await rig.ConnectAsync();
        var disposing = rig.Client.DisposeAsync().AsTask();
        Assert.Equal(1000, await peer.ReadCloseAsync());
        await peer.SendCloseAsync(1000);
        peer.Dispose();
        await disposing.InTime();
        await rig.Client.DisposeAsync().AsTask().InTime();
        Assert.Null(rig.Client.Connection);
    }

    [Fact]
    public async Task Aborting_sends_nothing()
    {
        await using var rig = new ReconnectRig();
        using var peer = await rig.ConnectAsync();
        rig.Client.Abort();
        await peer.ReadEndAsync();
        var closure = await rig.Client.Completion.InTime();
        Assert.Equal(CloseCode.AbnormalClosure, closure.Closure?.Code);
    }

    [Fact]
    public async Task A_code_that_never_goes_on_the_wire_is_refused_and_changes_nothing()
    {
        await using var rig = new ReconnectRig();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Client.CloseAsync(CloseCode.AbnormalClosure));
        using var peer = await rig.ConnectAsync();
        Assert.Equal(WebSocketClientState.Open, rig.Client.State);
    }

    [Fact]
    public async Task A_handler_may_dispose_its_client()
    {
        await using var rig = new ReconnectRig();
        rig.Client.Disconnected += async _ => await rig.Client.DisposeAsync();
        using var peer = await rig.ConnectAsync();
        peer.Reset();
        Assert.Equal("closed by this end", (await rig.Client.Completion.InTime()).Reason);
    }
}
