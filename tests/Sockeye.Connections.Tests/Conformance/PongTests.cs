using System.Text;
using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Conformance;

/// <summary>RFC 6455 sections 5.5.2 and 5.5.3: pings are answered.</summary>
public class PongTests
{
    private const byte Ping = 0x89;
    private const byte Pong = 0x8A;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_ping_is_answered_with_its_payload(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        foreach (var payload in (string[])["", "hello", new string('x', 125)])
        {
            await peer.SendAsync(Ping, payload);
            var pong = (await peer.ReadAsync())!;
            Assert.Equal((Pong, payload), (pong.First, pong.Text));
        }
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_ping_inside_a_message_is_answered_before_the_message_ends(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        var message = peer.Connection.ReceiveAsync(Cancelled).AsTask();
        await peer.SendAsync(0x01, "Hel");
        await peer.SendAsync(Ping, "now");
        Assert.Equal("now", (await peer.ReadAsync())!.Text);
        Assert.False(message.IsCompleted);
        await peer.SendAsync(0x80, "lo");
        Assert.Equal("Hello", (await message)?.Text);
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_ping_after_a_close_frame_is_not_answered(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        await peer.SendAsync(0x88, 0x03, 0xe8);
        await peer.SendAsync(Ping, "too late");
        peer.EndTransport();
        Assert.Equal(0x88, Assert.Single(await peer.ReadToEndAsync()).First);
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_pong_nobody_asked_for_is_ignored(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        await peer.SendAsync(Pong, "beat");
        await peer.SendAsync(0x81, "hello");
        Assert.Equal("hello", (await peer.Connection.ReceiveAsync(Cancelled))?.Text);
        Assert.Null(peer.Connection.RoundTripTime);
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_pong_ends_the_wait_of_its_ping(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        var roundTrip = peer.Connection.PingAsync(Cancelled).AsTask();
        var ping = (await peer.ReadAsync())!;
        Assert.Equal(Ping, ping.First);
        await peer.SendAsync(Pong, Encoding.ASCII.GetBytes("other"));
        await peer.SendAsync(Pong, ping.Payload);
        Assert.Equal(await roundTrip, peer.Connection.RoundTripTime);
    }
}
