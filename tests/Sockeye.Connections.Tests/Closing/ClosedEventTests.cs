namespace Sockeye.Connections.Tests.Closing;

/// <summary>Who is told of the end: Closed, Completion, Aborted, each once and whatever the others do.</summary>
public class ClosedEventTests
{
    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task EveryoneIsToldHoweverFastItIsDisposed(WireKind kind)
    {
        for (var i = 0; i < 300; i++)
        {
            var peer = RawPeer.Connect(kind);
            var closed = new TaskCompletionSource<WebSocketClosure>(TaskCreationOptions.RunContinuationsAsynchronously);
            var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            peer.Connection.Closed += closure => closed.TrySetResult(closure);
            peer.Connection.Aborted.Register(aborted.SetResult);
            peer.Leave();
            await peer.Connection.DisposeAsync().InTime();
            await peer.Connection.DisposeAsync().InTime();
            Assert.Equal(await peer.Connection.Completion, await closed.Task.InTime());
            await aborted.Task.InTime();
            Assert.True(peer.Connection.Aborted.IsCancellationRequested);
            Assert.False(peer.Errored.IsCompleted);
        }
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task OneListenersExceptionDoesNotKeepTheNewsFromAnother(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.Connection.Aborted.Register(() => throw new InvalidOperationException("first"));
        peer.Connection.Closed += _ => throw new InvalidOperationException("second");
        peer.Connection.Closed += _ => told.SetResult();
        peer.Connection.Errored += _ => throw new InvalidOperationException("third");
        peer.Connection.Abort();
        await told.Task.InTime();
        await peer.Errored.InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ALateSubscriberIsToldAtOnce(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        peer.Connection.Abort();
        await peer.Connection.Completion.InTime();
        WebSocketClosure? told = null;
        peer.Connection.Closed += closure => told = closure;
        Assert.Same(await peer.Connection.Completion, told);
        Assert.Equal((CloseCode.AbnormalClosure, ClosedBy.Local, false), (told!.Code, told.ClosedBy, told.WasClean));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task DisposingSaysGoingAwayAndWaitsForTheEnd(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var disposing = peer.Connection.DisposeAsync().AsTask();
        Assert.Equal("close 1001 ", await peer.ReceiveAsync());
        Assert.False(disposing.IsCompleted);
        await peer.SendAsync("88 02 03 e9");
        peer.EndSending();
        await disposing.InTime();
        Assert.Equal(ConnectionState.Closed, peer.Connection.State);
    }
}
