using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Conformance;

/// <summary>RFC 6455 sections 5.5.1 and 7: the closing handshake, from either end.</summary>
public class ClosingTests
{
    private const byte CloseFrame = 0x88;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_close_frame_is_answered_with_its_code(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        await peer.SendAsync(CloseFrame, [0x0f, 0xa1, .. "enough"u8]);
        var answer = (await peer.ReadAsync())!;
        Assert.Equal((CloseFrame, 4001), (answer.First, answer.CloseCode));
        peer.EndTransport();
        Assert.Equal(new WebSocketClosure((CloseCode)4001, "enough", ClosedBy.Peer, true), await peer.EndAsync());
        Assert.Null(await peer.ReadAsync());
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_close_frame_without_a_code_is_answered_without_one_and_reported_as_1005(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        await peer.SendAsync(CloseFrame);
        Assert.Empty((await peer.ReadAsync())!.Payload);
        peer.EndTransport();
        Assert.Equal(new WebSocketClosure(CloseCode.NoStatusReceived, "", ClosedBy.Peer, true), await peer.EndAsync());
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task Closing_sends_code_and_reason_after_what_was_sent_and_nothing_after(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        await peer.Connection.SendAsync("last words", Cancelled);
        var closed = peer.Connection.CloseAsync(CloseCode.GoingAway, "bye");
        Assert.Equal(ConnectionState.Closing, peer.Connection.State);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => peer.Connection.SendAsync("too late", Cancelled).AsTask());
        Assert.Equal(SendResult.Closed, peer.Connection.TrySend("too late"));

        Assert.Equal("last words", (await peer.ReadAsync())!.Text);
        var close = (await peer.ReadAsync())!;
        Assert.Equal((1001, "bye"), (close.CloseCode, close.CloseReason));
        await peer.SendAsync(CloseFrame, close.Payload);
        peer.EndTransport();
        Assert.Equal(new WebSocketClosure(CloseCode.GoingAway, "bye", ClosedBy.Local, true), await closed);
        Assert.Null(await peer.ReadAsync());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task A_server_ends_the_transport_at_once_when_frames_went_both_ways(WireKind kind)
    {
        // The client never ends its side: the server must not wait for it.
        await using var peer = RawPeer.Of(kind, Role.Server, new WebSocketConnectionOptions { CloseTimeout = TimeSpan.FromMinutes(5) });
        await peer.SendAsync(CloseFrame, 0x03, 0xe8);
        Assert.Equal(CloseFrame, (await peer.ReadAsync())!.First);
        Assert.Null(await peer.ReadAsync());
        Assert.True((await peer.EndAsync()).WasClean);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task A_client_lets_the_server_end_the_transport_but_not_for_ever(WireKind kind)
    {
        await using var peer = RawPeer.Of(kind, Role.Client, new WebSocketConnectionOptions { CloseTimeout = TimeSpan.FromMilliseconds(200) });
        await peer.SendAsync(CloseFrame, 0x03, 0xe8);
        Assert.Equal(CloseFrame, (await peer.ReadAsync())!.First);
        Assert.True((await peer.EndAsync()).WasClean);
        Assert.Null(await peer.ReadAsync());
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task Both_may_close_at_the_same_time(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        var closed = peer.Connection.CloseAsync(CloseCode.NormalClosure, "mine");
        await peer.SendAsync(CloseFrame, [0x0f, 0xa0, .. "yours"u8]);
        Assert.Equal("mine", (await peer.ReadAsync())!.CloseReason);
        peer.EndTransport();
        var closure = await closed;
        Assert.True(closure.WasClean);
        Assert.Null(await peer.ReadAsync());
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task An_end_without_a_close_frame_is_1006(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        peer.EndTransport();
        var closure = await peer.EndAsync();
        Assert.Equal((CloseCode.AbnormalClosure, ClosedBy.Transport, false), (closure.Code, closure.ClosedBy, closure.WasClean));
        Assert.Equal(ConnectionState.Closed, peer.Connection.State);
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task An_unanswered_close_ends_within_the_close_timeout(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role, new WebSocketConnectionOptions { CloseTimeout = TimeSpan.FromMilliseconds(200) });
        _ = peer.Connection.CloseAsync(CloseCode.GoingAway, "bye");
        var closure = await peer.EndAsync();
        Assert.Equal(new WebSocketClosure(CloseCode.GoingAway, "bye", ClosedBy.Local, WasClean: false), closure);
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_failed_connection_says_why_and_ends_and_reads_nothing_more(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        var received = 0;
        peer.Connection.MessageReceived += _ => Interlocked.Increment(ref received);
        await peer.SendAsync(0x83);
        await peer.SendAsync(0x81, "too late");
        await peer.SendAsync(0x89, "too late");

        var frames = await peer.ReadToEndAsync();
        Assert.Equal(1002, Assert.Single(frames).CloseCode);
        var closure = await peer.EndAsync();
        Assert.Equal((CloseCode.ProtocolError, ClosedBy.Local), (closure.Code, closure.ClosedBy));
        Assert.Contains("RFC 6455 section 5.2", Assert.IsType<WebSocketProtocolException>(closure.Error).Message, StringComparison.Ordinal);
        Assert.Equal(0, received);
    }
}
