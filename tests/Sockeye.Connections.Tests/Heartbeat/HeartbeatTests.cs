using System.Globalization;
using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Heartbeat;

/// <summary>RFC 6455 section 5.5.2: an idle peer is asked whether it is there, and a dead one is noticed within a stated time.</summary>
public class HeartbeatTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task AnIdlePeerIsPingedAtTheInterval(WireKind kind, Role role)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, role, Options(time), inline: true);
        _ = peer.Connection.ReceiveAsync(Cancelled);
        for (var beat = 1; beat <= 5; beat++)
        {
            time.Advance(9.5);
            await peer.SendAsync("8a 00");
            time.Advance(9.5);
            var next = peer.ReceiveAsync();
            Assert.False(next.IsCompleted, "pinged before the interval was over");
            time.Advance(0.7);
            var ping = await next;
            Assert.Equal(Ping(beat), ping);
            time.Advance(0.25);
            await peer.SendAsync("8a 08 " + ping![5..]);
            Assert.InRange(peer.Connection.RoundTripTime!.Value.TotalSeconds, 0.25, 0.95);
        }
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task ADeadPeerIsNoticedWithinIntervalAndTimeout(WireKind kind, Role role)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, role, Options(time), inline: true);
        _ = peer.Connection.ReceiveAsync(Cancelled);
        time.Advance(10.2);
        Assert.Equal(Ping(1), await peer.ReceiveAsync());
        time.Advance(4.7);
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        time.Advance(0.4);
        var closure = await peer.Connection.Completion.InTime();
        Assert.Equal((CloseCode.AbnormalClosure, ClosedBy.Local, false), (closure.Code, closure.ClosedBy, closure.WasClean));
        Assert.Contains("ping", closure.Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AnyBytesAreASignOfLife(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: Options(time), inline: true);
        var received = new Received();
        peer.Connection.MessageReceived += received.Add;
        for (var i = 0; i < 20; i++)
        {
            time.Advance(4);
            await peer.SendAsync("81 01 \"a\"");
        }
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        Assert.Equal(20, received.Count);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task PingAsyncGivesTheRoundTripTime(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: Options(time), inline: true);
        var first = peer.Connection.PingAsync(Cancelled).AsTask();
        Assert.Equal(Ping(1), await peer.ReceiveAsync());
        time.Advance(0.5);
        var second = peer.Connection.PingAsync(Cancelled).AsTask();
        Assert.Equal(Ping(2), await peer.ReceiveAsync());
        time.Advance(0.5);
        // RFC 6455 section 5.5.3: a peer may answer the latest ping only.
        await peer.SendAsync("8a 08 00 00 00 00 00 00 00 02");
        Assert.Equal(TimeSpan.FromSeconds(1), await first.InTime());
        Assert.Equal(TimeSpan.FromSeconds(0.5), await second.InTime());
        Assert.Equal(TimeSpan.FromSeconds(0.5), peer.Connection.RoundTripTime);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task PongsThatAnswerNothingAreIgnored(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: Options(time), inline: true);
        var ping = peer.Connection.PingAsync(Cancelled).AsTask();
        await peer.SendAsync("8a 00 8a 02 01 02 8a 08 00 00 00 00 00 00 00 02 8a 08 ff ff ff ff ff ff ff ff 8a 08 00 00 00 00 00 00 00 00");
        Assert.False(ping.IsCompleted);
        await peer.SendAsync("8a 08 00 00 00 00 00 00 00 01 8a 08 00 00 00 00 00 00 00 01");
        await ping.InTime();
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task APingEndsWithItsTokenOrTheConnection(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        using var giveUp = new CancellationTokenSource();
        var cancelled = peer.Connection.PingAsync(giveUp.Token).AsTask();
        var ended = peer.Connection.PingAsync(Cancelled).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.InTime());
        peer.Leave();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => ended.InTime());
        await peer.Connection.Completion.InTime();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => peer.Connection.PingAsync(Cancelled).AsTask());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task MoreControlFramesThanAllowedInASecondEndIn1008(WireKind kind, Role role)
    {
        var time = new ManualTime();
        var options = Options(time);
        options.MaxControlFramesPerSecond = 10;
        await using var peer = RawPeer.Connect(kind, role, options, inline: true);
        for (var second = 0; second < 5; second++)
        {
            await peer.SendAsync(string.Concat(Enumerable.Repeat("8a 00 ", 10)));
            time.Advance(1);
        }
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        await peer.SendAsync(string.Concat(Enumerable.Repeat("8a 00 ", 11)));
        Assert.StartsWith("close 1008 more than 10 control frames", await peer.ReceiveAsync(), StringComparison.Ordinal);
        await time.AdvanceUntilAsync(peer.Connection.Completion, withinSeconds: 6);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task PingsToAPeerThatDoesNotReadItsPongsCostNoMemory(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, options: new WebSocketConnectionOptions { MaxControlFramesPerSecond = int.MaxValue }, pauseThreshold: 1024);
        var ping = string.Concat(Enumerable.Repeat("89 7d 2a*125 ", 200));
        for (var i = 0; i < 100; i++)
            await peer.SendAsync(ping);
        await peer.SendAsync("89 01 07 88 00");
        // What went out before the peer's window was full, and after that one pong for the last ping.
        var pongs = 0;
        while (await peer.ReceiveAsync() is { } frame && frame != "close")
            pongs++;
        Assert.InRange(pongs, 1, 2000);
    }

    private static string Ping(int number) => "ping 00 00 00 00 00 00 00 " + number.ToString("x2", CultureInfo.InvariantCulture);

    private static WebSocketConnectionOptions Options(ManualTime time) => new()
    {
        TimeProvider = time,
        HeartbeatInterval = TimeSpan.FromSeconds(10),
        HeartbeatTimeout = TimeSpan.FromSeconds(5),
    };
}
