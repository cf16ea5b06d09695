using System.Text;

namespace Sockeye.Client.Tests.Reconnecting;

/// <summary>Messages sent while there is no connection.</summary>
public class QueueTests
{
    [Fact]
    public async Task Queued_messages_go_out_in_order_before_newer_ones()
    {
        await using var rig = new ReconnectRig();
        await rig.Client.SendAsync("1", ReconnectRig.Token);
        await rig.Client.SendAsync("2"u8.ToArray(), MessageType.Text, ReconnectRig.Token);
        using var first = await rig.ConnectAsync();
        await rig.Client.SendAsync("3", ReconnectRig.Token);
        foreach (var text in new[] { "1", "2", "3" })
            Assert.Equal(text, await first.ReadTextAsync());

        first.Reset();
        await rig.ReachAsync(WebSocketClientState.Waiting);
        await rig.Client.SendAsync(new PreparedMessage("4"), ReconnectRig.Token);
        Assert.Equal(SendResult.Queued, rig.Client.TrySend("5"));
        Assert.Equal(2, rig.Client.QueuedMessages);
        await rig.Time.PassAsync(TimeSpan.FromSeconds(1));
        using var second = await rig.Server.AcceptWebSocketAsync();
        await rig.ReachAsync(WebSocketClientState.Open);
        await rig.Client.SendAsync("6", ReconnectRig.Token);
        foreach (var text in new[] { "4", "5", "6" })
            Assert.Equal(text, await second.ReadTextAsync());
        Assert.Equal(0, rig.Client.QueuedMessages);
    }

    [Fact]
    public async Task What_is_sent_when_a_connection_opens_goes_first()
    {
        await using var rig = new ReconnectRig();
        rig.Client.Opened += async connection => await connection.SendAsync("subscribe", ReconnectRig.Token);
        await rig.Client.SendAsync("queued", ReconnectRig.Token);
        using var peer = await rig.ConnectAsync();
        Assert.Equal("subscribe", await peer.ReadTextAsync());
        Assert.Equal("queued", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_queued_message_is_a_copy()
    {
        await using var rig = new ReconnectRig();
        var bytes = Encoding.UTF8.GetBytes("before");
        await rig.Client.SendAsync(bytes, MessageType.Text, ReconnectRig.Token);
        bytes.AsSpan().Fill((byte)'x');
        using var peer = await rig.ConnectAsync();
        Assert.Equal("before", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task The_queue_is_bounded_in_messages_and_a_sender_waits_for_room()
    {
        await using var rig = new ReconnectRig(o => o.MaxQueuedMessages = 2);
        await rig.Client.SendAsync("1", ReconnectRig.Token);
        await rig.Client.SendAsync("2", ReconnectRig.Token);
        Assert.Equal(SendResult.Full, rig.Client.TrySend("not taken"));
        using var cancel = new CancellationTokenSource();
        var cancelled = rig.Client.SendAsync("not taken either", cancel.Token).AsTask();
        var waiting = rig.Client.SendAsync("3", ReconnectRig.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.InTime());

        using var peer = await rig.ConnectAsync();
        foreach (var text in new[] { "1", "2", "3" })
            Assert.Equal(text, await peer.ReadTextAsync());
        await waiting.InTime();
    }

    [Fact]
    public async Task The_queue_is_bounded_in_bytes_and_always_takes_one()
    {
        await using var rig = new ReconnectRig(o => o.MaxQueuedBytes = 10);
        Assert.Equal(SendResult.Queued, rig.Client.TrySend(new byte[50]));
        Assert.Equal(SendResult.Full, rig.Client.TrySend("x"));
    }

    [Fact]
    public async Task A_message_of_no_known_type_is_refused_at_once()
    {
        await using var rig = new ReconnectRig();
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Client.TrySend(new byte[1], (MessageType)8));
        Assert.Equal(0, rig.Client.QueuedMessages);
    }

    [Fact]
    public async Task Refused_messages_are_refused()
    {
        await using var rig = new ReconnectRig(o => o.WhileDisconnected = WhileDisconnected.Refuse);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => rig.Client.SendAsync("x", ReconnectRig.Token).AsTask());
        Assert.Equal(SendResult.Closed, rig.Client.TrySend("x"));
        using var peer = await rig.ConnectAsync();
        await rig.Client.SendAsync("now", ReconnectRig.Token);
        Assert.Equal("now", await peer.ReadTextAsync());
        peer.Reset();
        await rig.ReachAsync(WebSocketClientState.Waiting);
        var error = await Assert.ThrowsAsync<WebSocketClosedException>(
            () => rig.Client.SendAsync("x", ReconnectRig.Token).AsTask());
        Assert.Contains("is not connected (Waiting)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_counts_what_was_not_sent_and_frees_who_waits()
    {
        await using var rig = new ReconnectRig(o => o.MaxQueuedMessages = 2);
        await rig.Client.SendAsync("1", ReconnectRig.Token);
        await rig.Client.SendAsync("2", ReconnectRig.Token);
        var waiting = rig.Client.SendAsync("3", ReconnectRig.Token).AsTask();
        Assert.Equal(2, (await rig.Client.CloseAsync().InTime()).UnsentMessages);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => waiting.InTime());
    }

    [Fact]
    public async Task Closing_an_open_client_sends_what_was_queued_first()
    {
        await using var rig = new ReconnectRig();
        for (var i = 0; i < 100; i++)
            await rig.Client.SendAsync($"{i}", ReconnectRig.Token);
        Task<WebSocketClientClosure>? closing = null;
        rig.Client.Opened += _ => closing = rig.Client.CloseAsync();
        _ = rig.Client.ConnectAsync(ReconnectRig.Token);
        using var peer = await rig.Server.AcceptWebSocketAsync();
        for (var i = 0; i < 100; i++)
            Assert.Equal($"{i}", await peer.ReadTextAsync());
        Assert.Equal(1000, await peer.ReadCloseAsync());
        await peer.SendCloseAsync(1000);
        peer.Dispose();
        Assert.Equal(0, (await rig.Client.Completion.InTime()).UnsentMessages);
        Assert.True(closing!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_a_dying_connection_did_not_take_stays_in_order()
    {
        using var server = new LiteralServer();
        var outbox = new Outbox(WhileDisconnected.Queue, 10, 1000);
        foreach (var text in new[] { "1", "2", "3" })
            Assert.Equal(OutboxAnswerKind.Queued, outbox.Offer(new OutgoingMessage(text)).Kind);
        var connecting = Connect.ToAsync(server.Url);
        using (await server.AcceptWebSocketAsync())
        {
            var dead = await connecting.InTime();
            dead.Abort();
            await Assert.ThrowsAsync<WebSocketClosedException>(() => outbox.FlushAsync(dead).InTime());
        }

        Assert.Equal(OutboxAnswerKind.Queued, outbox.Offer(new OutgoingMessage("4")).Kind);
        connecting = Connect.ToAsync(server.Url);
        using var peer = await server.AcceptWebSocketAsync();
        await using var alive = await connecting.InTime();
        await outbox.FlushAsync(alive).InTime();
        foreach (var text in new[] { "1", "2", "3", "4" })
            Assert.Equal(text, await peer.ReadTextAsync());
        Assert.Same(alive, outbox.Offer(new OutgoingMessage("5")).Connection);
    }
}
