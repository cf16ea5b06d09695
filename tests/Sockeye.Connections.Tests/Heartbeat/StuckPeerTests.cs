namespace Sockeye.Connections.Tests.Heartbeat;

/// <summary>A peer that takes nothing of what is sent to it is dead, though it sends and so seems to live.</summary>
public class StuckPeerTests
{
    private static readonly byte[] TooMuch = new byte[200_000];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AHandlerThatWaitsForRoomIsFreed(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: Options(time), inline: true);
        var sending = new TaskCompletionSource<Task>();
        peer.Connection.MessageReceived += async _ =>
        {
            var send = peer.Connection.SendAsync(TooMuch, cancellationToken: Cancelled).AsTask();
            sending.SetResult(send);
            await send;
        };
        await peer.SendAsync("81 01 \"a\"");
        var stuck = await sending.Task.InTime();
        time.Advance(14.5);
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        Assert.False(stuck.IsCompleted);
        time.Advance(1);
        var closure = await peer.Connection.Completion.InTime();
        Assert.Equal((CloseCode.AbnormalClosure, ClosedBy.Local, false), (closure.Code, closure.ClosedBy, closure.WasClean));
        Assert.Contains("took nothing", closure.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => stuck.InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task WhoTakesALittleNowAndThenStays(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: Options(time), inline: true);
        for (var i = 0; i < 10; i++)
        {
            var send = peer.Connection.SendAsync(TooMuch, cancellationToken: Cancelled).AsTask();
            time.Advance(9);
            await peer.SendAsync("8a 00");
            await peer.ReceiveAsync();
            await send.InTime();
        }
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
    }

    private static WebSocketConnectionOptions Options(ManualTime time) => new()
    {
        TimeProvider = time,
        HeartbeatInterval = TimeSpan.FromSeconds(10),
        HeartbeatTimeout = TimeSpan.FromSeconds(5),
    };
}
