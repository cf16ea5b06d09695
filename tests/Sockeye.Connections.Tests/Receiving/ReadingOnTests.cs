namespace Sockeye.Connections.Tests.Receiving;

/// <summary>An application that is long at work on a message: the connection reads on behind it, up to the next message.</summary>
public class ReadingOnTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task APingBehindAMessageWithASlowHandlerIsAnswered(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: new WebSocketConnectionOptions { TimeProvider = time }, inline: true);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<string>();
        peer.Connection.MessageReceived += async message =>
        {
            begun.TrySetResult();
            await done.Task;
            lock (seen)
                seen.Add(message.Text);
            if (message.Text == "third")
                await peer.Connection.SendAsync("all");
        };
        await peer.SendAsync("81 05 \"first\" 89 01 07");
        await begun.Task.InTime();
        // Inline: the delivery has ended at the handler's first wait, so the next look finds it at work.
        time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal("pong 07", await ReceiveButPingsAsync(peer).InTime());
        await peer.SendAsync("89 01 08 81 06 \"second\" 81 05 \"third\"");
        Assert.Equal("pong 08", await ReceiveButPingsAsync(peer));
        Assert.Empty(seen);
        done.SetResult();
        Assert.Equal("text all", await ReceiveButPingsAsync(peer));
        Assert.Equal(["first", "second", "third"], seen);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task APeerThatClosesIsSeenWhileAMessageIsStillWorkedOn(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: new WebSocketConnectionOptions { TimeProvider = time }, inline: true);
        await peer.SendAsync("81 05 \"first\"");
        var message = (await peer.Connection.ReceiveAsync(Cancelled))!.Value;
        await peer.SendAsync("88 02 03 e8");
        peer.EndSending();
        Assert.False(peer.Connection.Aborted.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(CloseCode.NormalClosure, (await peer.Connection.Completion.InTime()).Code);
        Assert.True(peer.Connection.Aborted.IsCancellationRequested);
        Assert.Equal("first", message.Text);
        Assert.Null(await peer.Connection.ReceiveAsync(Cancelled));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task TheNextMessageIsHeldForALoopThatIsLate(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: new WebSocketConnectionOptions { TimeProvider = time }, inline: true);
        var seen = new List<string>();
        await peer.SendAsync("81 01 \"a\" 89 00 01 01 \"b\" 89 00 80 01 \"c\" 81 01 \"d\"");
        await foreach (var message in peer.Connection.ReadAllAsync(Cancelled))
        {
            time.Advance(TimeSpan.FromSeconds(21));
            await Task.Yield();
            seen.Add(message.Text);
            if (seen.Count == 3)
                break;
        }
        Assert.Equal(["a", "bc", "d"], seen);
    }

    private static async Task<string?> ReceiveButPingsAsync(RawPeer peer)
    {
        while (await peer.ReceiveAsync() is { } frame)
        {
            if (!frame.StartsWith("ping", StringComparison.Ordinal))
                return frame;
        }
        return null;
    }
}
