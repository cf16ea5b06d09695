using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Heartbeat;

/// <summary>A message has a longest time to arrive in, whoever reads it; the application has as long as it likes to work on one.</summary>
public class SlowMessageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task AMessageThatDribblesEndsIn1008(WireKind kind, Role role)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, role, Options(time), inline: true);
        var received = peer.Connection.ReceiveAsync(Cancelled);
        await DribbleAsync(peer, time);
        Assert.Null(await received.InTime());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task AMessageThatDribblesIntoAStreamEndsIn1008(WireKind kind, Role role)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, role, Options(time), inline: true);
        var reading = ReadAsync(peer.Connection);
        await DribbleAsync(peer, time);
        await Assert.ThrowsAsync<EndOfStreamException>(() => reading.InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AHeaderThatDribblesEndsIn1008(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, Role.Client, Options(time), inline: true);
        _ = peer.Connection.ReceiveAsync(Cancelled);
        await peer.SendBytesAsync([0x82]);
        for (var passed = 0; passed < 29; passed += 9)
        {
            time.Advance(9);
            await peer.SendBytesAsync([]);
        }
        Assert.StartsWith("close 1008 a message took longer than 30 s", await NextButPingsAsync(peer), StringComparison.Ordinal);
        await time.AdvanceUntilAsync(peer.Connection.Completion, withinSeconds: 6);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ManyMessagesInARowAreNotOneSlowMessage(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, Role.Client, Options(time), inline: true);
        var received = new Received();
        peer.Connection.MessageReceived += received.Add;
        // Every delivery ends inside a message, or inside a ping.
        await peer.SendAsync("82 02 01");
        for (var i = 0; i < 20; i++)
        {
            time.Advance(4);
            await peer.SendAsync("01 82 02 01");
        }
        await peer.SendAsync("01 89 02 01");
        for (var i = 0; i < 20; i++)
        {
            time.Advance(4);
            await peer.SendAsync("01 89 02 01");
        }
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        Assert.Equal(21, received.Count);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AnApplicationThatTakesItsTimeIsNotJudged(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: Options(time), inline: true);
        // The first message, and half of another, lie unread.
        await peer.SendAsync("81 01 \"a\" 01 01 \"b\"");
        time.Advance(1000);
        Assert.Equal("a", (await peer.Connection.ReceiveAsync(Cancelled).InTime())?.Text);
        time.Advance(1000);
        var second = peer.Connection.ReceiveAsync(Cancelled);
        time.Advance(5);
        await peer.SendAsync("80 01 \"c\"");
        Assert.Equal("bc", (await second.InTime())?.Text);
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        Assert.True(peer.Connection.NextDeadline() > TimeSpan.FromSeconds(1), "A connection that waits for its application is not looked at all the time.");
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AHandlerThatBlocksIsNotJudged(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: Options(time));
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        peer.Connection.MessageReceived += _ =>
        {
            entered.Release();
            go.Wait(Cancelled);
        };
        await peer.SendAsync("81 01 \"a\"");
        await entered.WaitAsync(Cancelled).InTime();
        time.Advance(1000);
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        go.Release();
        await peer.SendAsync("89 00");
        Assert.Equal("pong ", await NextButPingsAsync(peer));
    }

    private static async Task ReadAsync(WebSocketConnection connection)
    {
        await using var stream = await connection.ReceiveStreamAsync(Cancelled);
        await stream!.CopyToAsync(Stream.Null, Cancelled);
    }

    private static async Task DribbleAsync(RawPeer peer, ManualTime time)
    {
        await peer.SendAsync("02 01 01");
        for (var passed = 3; passed <= 27; passed += 3)
        {
            time.Advance(3);
            await peer.SendAsync("00 01 01");
        }
        Assert.Equal(ConnectionState.Open, peer.Connection.State);
        time.Advance(3.2);
        Assert.StartsWith("close 1008 a message took longer than 30 s", await peer.ReceiveAsync(), StringComparison.Ordinal);
        var closure = await time.AdvanceUntilAsync(peer.Connection.Completion, withinSeconds: 6);
        Assert.Equal(CloseCode.PolicyViolation, closure.Code);
    }

    private static async Task<string?> NextButPingsAsync(RawPeer peer)
    {
        var frame = await peer.ReceiveAsync();
        while (frame?.StartsWith("ping", StringComparison.Ordinal) == true)
            frame = await peer.ReceiveAsync();
        return frame;
    }

    private static WebSocketConnectionOptions Options(ManualTime time) => new()
    {
        TimeProvider = time,
        MessageTimeout = TimeSpan.FromSeconds(30),
        HeartbeatInterval = TimeSpan.FromSeconds(10),
        HeartbeatTimeout = TimeSpan.FromSeconds(50),
    };
}
