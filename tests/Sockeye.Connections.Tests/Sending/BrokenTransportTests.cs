namespace Sockeye.Connections.Tests.Sending;

/// <summary>A transport that goes away while something is sent: the sender hears of it, as the one exception there is for that.</summary>
public class BrokenTransportTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ALargeMessageUnderWayWhenThePeerGoesWasNotSent(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var send = peer.Connection.SendAsync(new byte[4 << 20], cancellationToken: Cancelled).AsTask();
        var waiting = peer.Connection.SendAsync(new byte[1 << 20], cancellationToken: Cancelled).AsTask();
        Assert.False(send.IsCompleted);
        peer.Leave();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => send.InTime());
        await Assert.ThrowsAsync<WebSocketClosedException>(() => waiting.InTime());
        Assert.Equal(CloseCode.AbnormalClosure, (await peer.Connection.Completion.InTime()).Code);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AbortEndsSendsToAPeerThatDoesNotRead(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var send = peer.Connection.SendAsync(new byte[4 << 20], cancellationToken: Cancelled).AsTask();
        var waiting = peer.Connection.SendAsync(new byte[1 << 20], cancellationToken: Cancelled).AsTask();
        peer.Connection.Abort();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => send.InTime());
        await Assert.ThrowsAsync<WebSocketClosedException>(() => waiting.InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task SendersSeeNoOtherExceptionWhenThePeerGoes(WireKind kind)
    {
        for (var i = 0; i < 200; i++)
        {
            await using var peer = RawPeer.Connect(kind);
            var senders = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                while (true)
                    await peer.Connection.SendAsync("x", Cancelled);
            }, Cancelled)).ToArray();
            for (var turn = 0; turn < i % 10; turn++)
                await peer.ReceiveAsync();
            if (i % 2 == 0)
                peer.EndSending();
            else
                peer.Leave();
            foreach (var sender in senders)
                await Assert.ThrowsAsync<WebSocketClosedException>(() => sender.InTime());
            Assert.Null((await peer.Connection.Completion.InTime()).Error);
            Assert.False(peer.Errored.IsCompleted);
        }
    }
}
