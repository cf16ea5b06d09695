using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Closing;

/// <summary>RFC 6455 section 7: closing by either end, by both, and by one that gets no answer.</summary>
public class CloseTests
{
    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task BothEndsMayCloseAtOnce(WireKind kind)
    {
        for (var i = 0; i < 200; i++)
        {
            await using var pair = ConnectionPair.Create(kind);
            var both = await Task.WhenAll(
                Task.Run(() => pair.Server.CloseAsync((CloseCode)4001, "server")),
                Task.Run(() => pair.Client.CloseAsync((CloseCode)4002, "client"))).InTime();
            Assert.All(both, closure => Assert.True(closure.WasClean));
            // Who was first depends; a code is always of the one who is said to have closed.
            var (server, client) = (both[0], both[1]);
            Assert.Equal(server.ClosedBy == ClosedBy.Local ? 4001 : 4002, (int)server.Code);
            Assert.Equal(client.ClosedBy == ClosedBy.Local ? 4002 : 4001, (int)client.Code);
        }
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task APeerThatNeverAnswersIsWaitedForAsLongAsTheTimeout(WireKind kind, Role role)
    {
        var time = new ManualTime();
        var options = new WebSocketConnectionOptions { TimeProvider = time, CloseTimeout = TimeSpan.FromSeconds(3) };
        await using var peer = RawPeer.Connect(kind, role, options);
        var closing = peer.Connection.CloseAsync(CloseCode.GoingAway, "bye");
        Assert.Equal("close 1001 bye", await peer.ReceiveAsync());
        time.Advance(2.8);
        Assert.False(closing.IsCompleted);
        var closure = await time.AdvanceUntilAsync(closing, withinSeconds: 0.5);
        Assert.Equal(new WebSocketClosure(CloseCode.GoingAway, "bye", ClosedBy.Local, WasClean: false), closure);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ClosingTwiceIsClosingOnce(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var first = peer.Connection.CloseAsync((CloseCode)4001, "first");
        var second = peer.Connection.CloseAsync((CloseCode)4002, "second");
        Assert.Equal("close 4001 first", await peer.ReceiveAsync());
        await peer.SendAsync("88 02 03 e8");
        peer.EndSending();
        Assert.Same(await first.InTime(), await second.InTime());
        Assert.Equal(4001, (int)(await peer.Connection.CloseAsync()).Code);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task WhatNeverGoesOnTheWireIsTheCallersMistakeAndChangesNothing(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        foreach (var code in (int[])[0, 999, 1004, 1006, 1015, 1016, 2999, 5000, 65535])
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = peer.Connection.CloseAsync((CloseCode)code); });
        Assert.Throws<ArgumentException>(() => { _ = peer.Connection.CloseAsync(CloseCode.NoStatusReceived, "why"); });
        Assert.Throws<ArgumentException>(() => { _ = peer.Connection.CloseAsync(CloseCode.NormalClosure, new string('ä', 62)); });
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        _ = peer.Connection.CloseAsync(CloseCode.NormalClosure, new string('ä', 61));
        Assert.Equal("close 1000 " + new string('ä', 61), await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task ATransportThatEndsWithoutACloseFrameIs1006(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role);
        peer.Leave();
        var closure = await peer.Connection.Completion.InTime();
        Assert.Equal((CloseCode.AbnormalClosure, ClosedBy.Transport, false), (closure.Code, closure.ClosedBy, closure.WasClean));
        Assert.NotEmpty(closure.Reason);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ANormalEndLeavesNoTimerAndNoError(WireKind kind)
    {
        var time = new ManualTime();
        var wheel = Sockeye.Heartbeat.TimerWheel.Of(time);
        var options = new WebSocketConnectionOptions { TimeProvider = time };
        await using (var pair = ConnectionPair.Create(kind, options, options))
        {
            Assert.Equal(2, wheel.Count);
            await pair.Client.CloseAsync().InTime();
            await pair.Server.Completion.InTime();
        }
        Assert.Equal(0, wheel.Count);
    }
}
