using System.Globalization;

namespace Sockeye.Connections.Tests.Sending;

/// <summary>What becomes of a message that is offered without waiting, and of one that waits.</summary>
public class TrySendTests
{
    private const int QueueLength = 5;
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task EachAnswerComesWhenItIsTrue(WireKind kind, Sockeye.Protocol.Role role)
    {
        await using var peer = Connect(kind, role);
        Assert.Equal(SendResult.Sent, peer.Connection.TrySend("first"));
        Assert.Equal("text first", await peer.ReceiveAsync());
        var sent = Fill(peer);
        Assert.Equal(SendResult.Full, peer.Connection.TrySend("not taken"));
        Assert.Equal(SendResult.Full, peer.Connection.TrySend(new byte[1]));
        Assert.Equal(SendResult.Full, peer.Connection.TrySend(new PreparedMessage("not taken")));
        Assert.Equal(QueueLength * 500, peer.Connection.QueuedBytes);
        foreach (var text in sent)
            Assert.Equal("text " + text, await peer.ReceiveAsync());
        await Within.Becomes(() => peer.Connection.TrySend("again") == SendResult.Sent, "room");
        Assert.Equal(0, peer.Connection.QueuedBytes);
        _ = peer.Connection.CloseAsync();
        Assert.Equal(SendResult.Closed, peer.Connection.TrySend("late"));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task SendAsyncWaitsForRoomAndGoesOn(WireKind kind)
    {
        await using var peer = Connect(kind);
        var sent = Fill(peer);
        var waiting = Enumerable.Range(0, 3).Select(i => peer.Connection.SendAsync($"waited {i}", Cancelled).AsTask()).ToArray();
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        // Nobody overtakes those who wait.
        Assert.Equal(SendResult.Full, peer.Connection.TrySend("not taken"));
        foreach (var text in sent.Concat(["waited 0", "waited 1", "waited 2"]))
            Assert.Equal("text " + text, await peer.ReceiveAsync());
        await Task.WhenAll(waiting).InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ACancelledWaitSendsNothing(WireKind kind)
    {
        await using var peer = Connect(kind);
        var sent = Fill(peer);
        using var giveUp = new CancellationTokenSource();
        var cancelled = peer.Connection.SendAsync("cancelled", giveUp.Token).AsTask();
        var after = peer.Connection.SendAsync("after", Cancelled).AsTask();
        await giveUp.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.InTime());
        Assert.Equal(giveUp.Token, error.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => peer.Connection.SendAsync("cancelled before", giveUp.Token).AsTask());
        foreach (var text in sent.Append("after"))
            Assert.Equal("text " + text, await peer.ReceiveAsync());
        await after.InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AMessageLargerThanTheQueueIsTakenWhenItIsEmpty(WireKind kind)
    {
        await using var peer = Connect(kind);
        // The first is on its way at once, the second waits.
        Assert.Equal(SendResult.Queued, peer.Connection.TrySend(new byte[300_000]));
        Assert.Equal(SendResult.Queued, peer.Connection.TrySend(new byte[200_000]));
        Assert.Equal(SendResult.Full, peer.Connection.TrySend(new byte[200_000]));
        Assert.Equal("binary 300000 bytes", await peer.ReceiveAsync());
        Assert.Equal("binary 200000 bytes", await peer.ReceiveAsync());
        await Within.Becomes(() => peer.Connection.TrySend("again") == SendResult.Sent, "room");
        Assert.Equal("text again", await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task WhatIsQueuedIsACopy(WireKind kind)
    {
        await using var peer = Connect(kind);
        Fill(peer, QueueLength - 1);
        var payload = new byte[] { 1, 2, 3 };
        Assert.Equal(SendResult.Queued, peer.Connection.TrySend(payload));
        payload.AsSpan().Clear();
        string? last = null;
        while (last?.StartsWith("binary", StringComparison.Ordinal) != true)
            last = await peer.ReceiveAsync();
        Assert.Equal("binary 01 02 03", last);
    }

    [Theory]
    [InlineData(WireKind.Pipe, SlowConsumerPolicy.CloseTryAgainLater, 1013), InlineData(WireKind.Stream, SlowConsumerPolicy.CloseTryAgainLater, 1013)]
    [InlineData(WireKind.Pipe, SlowConsumerPolicy.ClosePolicyViolation, 1008), InlineData(WireKind.Stream, SlowConsumerPolicy.ClosePolicyViolation, 1008)]
    public async Task ASlowConsumerIsClosed(WireKind kind, SlowConsumerPolicy policy, int code)
    {
        await using var peer = Connect(kind, policy: policy);
        var sent = Fill(peer);
        Assert.Equal(SendResult.Full, peer.Connection.Offer(new PreparedMessage("too much")));
        Assert.Equal(ConnectionState.Closing, peer.Connection.State);
        Assert.Equal(SendResult.Closed, peer.Connection.Offer(new PreparedMessage("late")));
        // What was on its way still comes, what waited does not.
        var frames = new List<string>();
        while (frames.LastOrDefault()?.StartsWith("close", StringComparison.Ordinal) != true)
            frames.Add(await peer.ReceiveAsync() ?? "the end");
        Assert.Equal($"close {code} too slow: the outbound queue is full", frames[^1]);
        Assert.Equal(sent.Take(sent.Count - QueueLength).Select(text => "text " + text), frames[..^1]);
        await peer.SendAsync("88 00");
        peer.EndSending();
        Assert.Equal(code, (int)(await peer.Connection.Completion.InTime()).Code);
    }

    [Theory]
    [InlineData(WireKind.Pipe, SlowConsumerPolicy.DropOldest), InlineData(WireKind.Stream, SlowConsumerPolicy.DropOldest)]
    [InlineData(WireKind.Pipe, SlowConsumerPolicy.DropNewest), InlineData(WireKind.Stream, SlowConsumerPolicy.DropNewest)]
    [InlineData(WireKind.Pipe, SlowConsumerPolicy.Wait), InlineData(WireKind.Stream, SlowConsumerPolicy.Wait)]
    public async Task ASlowConsumerMissesWhatThePolicySays(WireKind kind, SlowConsumerPolicy policy)
    {
        await using var peer = Connect(kind, policy: policy);
        var expected = Fill(peer);
        var oldest = policy == SlowConsumerPolicy.DropOldest;
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(oldest ? SendResult.Queued : SendResult.Full, peer.Connection.Offer(new PreparedMessage($"extra {i}")));
            if (!oldest)
                continue;
            expected.RemoveAt(expected.Count - QueueLength);
            expected.Add($"extra {i}");
        }
        foreach (var text in expected)
            Assert.Equal("text " + text, await peer.ReceiveAsync());
        await Within.Becomes(() => peer.Connection.TrySend("again") == SendResult.Sent, "room");
        Assert.Equal("text again", await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task DroppingTheOldestTakesTheNewestEvenWhenASenderWaits(WireKind kind)
    {
        await using var peer = Connect(kind, policy: SlowConsumerPolicy.DropOldest);
        var expected = Fill(peer);
        var waiting = peer.Connection.SendAsync("waited", Cancelled).AsTask();
        Assert.Equal(SendResult.Queued, peer.Connection.Offer(new PreparedMessage("newest")));
        expected.RemoveAt(expected.Count - QueueLength);
        foreach (var text in expected.Concat(["waited", "newest"]))
            Assert.Equal("text " + text, await peer.ReceiveAsync());
        await waiting.InTime();
    }

    // Until the queue holds so many messages; all that were taken.
    private static List<string> Fill(RawPeer peer, int queued = QueueLength)
    {
        var sent = new List<string>();
        for (var waiting = 0; waiting < queued;)
        {
            var text = sent.Count.ToString("d4", CultureInfo.InvariantCulture).PadRight(500, '.');
            var result = peer.Connection.TrySend(text);
            Assert.True(result is SendResult.Sent or SendResult.Queued);
            waiting += result == SendResult.Queued ? 1 : 0;
            sent.Add(text);
        }
        return sent;
    }

    private static RawPeer Connect(WireKind kind, Sockeye.Protocol.Role role = Sockeye.Protocol.Role.Server,
        SlowConsumerPolicy policy = SlowConsumerPolicy.CloseTryAgainLater) => RawPeer.Connect(kind, role,
        new WebSocketConnectionOptions { MaxQueuedMessages = QueueLength, MaxQueuedBytes = 100_000, SlowConsumerPolicy = policy }, pauseThreshold: 4096);
}
