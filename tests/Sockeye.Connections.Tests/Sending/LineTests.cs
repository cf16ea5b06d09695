namespace Sockeye.Connections.Tests.Sending;

/// <summary>What waits for the peer is one line: a large message in it neither counts as a full queue nor is overtaken.</summary>
public class LineTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ALargeMessageThatWaitsIsNoFullQueue(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, pauseThreshold: 1024);
        await peer.Connection.SendAsync(new byte[2000], cancellationToken: Cancelled);
        var large = peer.Connection.SendAsync(new byte[100_000], cancellationToken: Cancelled).AsTask();
        Assert.Equal(SendResult.Queued, peer.Connection.Offer(new PreparedMessage("news")));
        Assert.Equal(SendResult.Queued, peer.Connection.TrySend("more"));
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        Assert.Equal("binary 2000 bytes", await peer.ReceiveAsync());
        Assert.Equal("binary 100000 bytes", await peer.ReceiveAsync());
        Assert.Equal("text news", await peer.ReceiveAsync());
        Assert.Equal("text more", await peer.ReceiveAsync());
        await large.InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task DropOldestMakesRoomForTheNewestThoughASenderWaits(WireKind kind)
    {
        var options = new WebSocketConnectionOptions { MaxQueuedMessages = 2, SlowConsumerPolicy = SlowConsumerPolicy.DropOldest };
        await using var peer = RawPeer.Connect(kind, options: options, pauseThreshold: 1024);
        await peer.Connection.SendAsync(new byte[2000], cancellationToken: Cancelled);
        await peer.Connection.SendAsync("1", Cancelled);
        await peer.Connection.SendAsync("2", Cancelled);
        var waiting = peer.Connection.SendAsync("3", Cancelled).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(SendResult.Queued, peer.Connection.Offer(new PreparedMessage("4")));
        Assert.Equal("binary 2000 bytes", await peer.ReceiveAsync());
        Assert.Equal("text 2", await peer.ReceiveAsync());
        Assert.Equal("text 3", await peer.ReceiveAsync());
        Assert.Equal("text 4", await peer.ReceiveAsync());
        await waiting.InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ACancelledSendNamesItsToken(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, pauseThreshold: 1024);
        await peer.Connection.SendAsync(new byte[2000], cancellationToken: Cancelled);
        using var cancellation = new CancellationTokenSource();
        var send = peer.Connection.SendAsync(new byte[100_000], cancellationToken: cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => send.InTime());
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
    }

    [Fact]
    public void APreparedMessageIsTextOrBinary() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PreparedMessage([1], (MessageType)9));
}
