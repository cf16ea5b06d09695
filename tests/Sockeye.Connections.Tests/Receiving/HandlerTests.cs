namespace Sockeye.Connections.Tests.Receiving;

/// <summary>The events of the browser's API: messages wait for their handler, handlers for each other, and errors end in 1011.</summary>
public class HandlerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AHandlerAddedLateGetsWhatCameBefore(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, inline: true);
        await peer.SendAsync("01 01 \"a\" 80 01 \"b\" 81 01 \"c\"");
        var got = new Received();
        peer.Connection.MessageReceived += got.Add;
        Assert.Equal(["ab", "c"], await got.WhenAsync(2));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AHandlerAddedWhileAMessageArrivesIsNeverMissed(WireKind kind)
    {
        for (var i = 0; i < 1000; i++)
        {
            await using var peer = RawPeer.Connect(kind);
            var got = new Received();
            var sending = peer.SendAsync("81 01 \"a\"");
            if (i % 2 == 0)
                Thread.SpinWait(i);
            peer.Connection.MessageReceived += got.Add;
            await sending;
            Assert.Equal(["a"], await got.WhenAsync(1));
        }
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AHandlerThatThrowsClosesWith1011(WireKind kind)
    {
        foreach (var asynchronously in (bool[])[false, true])
        {
            await using var peer = RawPeer.Connect(kind);
            var broken = new InvalidOperationException("broken");
            peer.Connection.MessageReceived += async _ =>
            {
                if (asynchronously)
                    await Task.Yield();
                throw broken;
            };
            await peer.SendAsync("81 01 \"a\"");
            Assert.Equal("close 1011 an error in the application", await peer.ReceiveAsync());
            Assert.Same(broken, await peer.Errored.InTime());
            await peer.SendAsync("88 02 03 f3");
            peer.EndSending();
            var closure = await peer.Connection.Completion.InTime();
            Assert.Equal(new WebSocketClosure(CloseCode.InternalError, "an error in the application", ClosedBy.Local, true, broken), closure);
        }
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AMessageStaysValidUntilItsLastHandlerIsDone(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var go = new TaskCompletionSource();
        var got = new Received();
        peer.Connection.MessageReceived += async message =>
        {
            await go.Task;
            got.Add(message);
        };
        peer.Connection.MessageReceived += got.Add;
        await peer.SendAsync("81 01 \"a\" 81 01 \"b\"");
        Assert.Equal(["a"], await got.WhenAsync(1));
        go.SetResult();
        var all = await got.WhenAsync(4);
        Assert.Equal(["a", "a"], all[..2]);
        Assert.Equal(["b", "b"], all[2..]);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ReceivingWhileHandlersAreThereIsTheCallersMistake(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        peer.Connection.MessageReceived += static _ => { };
        Assert.Throws<InvalidOperationException>(() => { _ = peer.Connection.ReceiveAsync(Cancelled); });
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task TwoReceivesAtOnceAreTheCallersMistake(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var first = peer.Connection.ReceiveAsync(Cancelled);
        Assert.Throws<InvalidOperationException>(() => { _ = peer.Connection.ReceiveAsync(Cancelled); });
        await peer.SendAsync("81 01 \"a\"");
        Assert.Equal("a", (await first.InTime())?.Text);
    }
}
