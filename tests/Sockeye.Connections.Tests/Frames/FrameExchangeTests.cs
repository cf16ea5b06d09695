using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Frames;

/// <summary>RFC 6455 sections 5.1, 5.5 and 5.6: frames in, frames out, as bytes.</summary>
public class FrameExchangeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task MessagesGoOutAsOneFrameMaskedByAClientOnly(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role);
        await peer.Connection.SendAsync("Hello", Cancelled);
        // The peer's reader refuses a frame that is masked the wrong way.
        Assert.Equal("text Hello", await peer.ReceiveAsync());
        await peer.Connection.SendAsync(new byte[] { 1, 2 }, cancellationToken: Cancelled);
        Assert.Equal("binary 01 02", await peer.ReceiveAsync());
        await peer.Connection.SendAsync(ReadOnlyMemory<byte>.Empty, MessageType.Text, Cancelled);
        Assert.Equal("text ", await peer.ReceiveAsync());
        await peer.Connection.SendAsync(new PreparedMessage("prepared"), Cancelled);
        Assert.Equal("text prepared", await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task APingIsAnsweredWithItsPayload(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role);
        await peer.SendAsync("89 00");
        Assert.Equal("pong ", await peer.ReceiveAsync());
        await peer.SendAsync("89 04 01 02 03 ff");
        Assert.Equal("pong 01 02 03 ff", await peer.ReceiveAsync());
        await peer.SendAsync("89 7d 2a*125");
        Assert.Equal("pong " + string.Join(' ', Enumerable.Repeat("2a", 125)), await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task APingBetweenFragmentsIsAnsweredAtOnceAndTheMessageArrives(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role);
        var message = peer.Connection.ReceiveAsync(Cancelled);
        await peer.SendAsync("01 02 \"ab\" 89 02 68 69");
        Assert.Equal("pong 68 69", await peer.ReceiveAsync());
        await peer.SendAsync("00 00 8a 00 80 02 \"cd\"");
        Assert.Equal("abcd", (await message.InTime())?.Text);
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task AStreamedMessageGoesOutInFragmentsWithPongsBetweenThem(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role);
        var stream = await peer.Connection.BeginMessageAsync(MessageType.Text, compress: true, Cancelled);
        await stream.WriteAsync("ab"u8.ToArray(), Cancelled);
        Assert.Equal("text ab ...", await peer.ReceiveAsync());
        await peer.SendAsync("89 01 07");
        Assert.Equal("pong 07", await peer.ReceiveAsync());
        var next = peer.Connection.SendAsync("next", Cancelled);
        await stream.WriteAsync("cd"u8.ToArray(), Cancelled);
        Assert.Equal("continuation 63 64 ...", await peer.ReceiveAsync());
        Assert.Equal(SendResult.Queued, peer.Connection.TrySend("third"));
        await stream.CompleteAsync();
        Assert.Equal("continuation ", await peer.ReceiveAsync());
        await next.InTime();
        Assert.Equal("text next", await peer.ReceiveAsync());
        Assert.Equal("text third", await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task NothingAfterThePeersCloseFrameIsDelivered(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role);
        var first = peer.Connection.ReceiveAsync(Cancelled);
        await peer.SendAsync("81 01 \"a\" 88 02 03 e8 81 01 \"b\" 89 00 83 00");
        Assert.Equal("a", (await first.InTime())?.Text);
        Assert.Null(await peer.Connection.ReceiveAsync(Cancelled).InTime());
        Assert.Equal("close 1000 ", await peer.ReceiveAsync());
        peer.EndSending();
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(new WebSocketClosure(CloseCode.NormalClosure, "", ClosedBy.Peer, true), await peer.Connection.Completion.InTime());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task ACloseFrameIsEchoedWhateverItsCode(WireKind kind, Role role)
    {
        foreach (var (sent, answered, code) in ((string, string, int)[])
            [("88 00", "close", 1005), ("88 02 03 e9", "close 1001 ", 1001), ("88 06 0f a0 \"why?\"", "close 4000 why?", 4000)])
        {
            await using var peer = RawPeer.Connect(kind, role);
            await peer.SendAsync(sent);
            Assert.Equal(answered, await peer.ReceiveAsync());
            peer.EndSending();
            var closure = await peer.Connection.Completion.InTime();
            Assert.Equal((code, ClosedBy.Peer, true), ((int)closure.Code, closure.ClosedBy, closure.WasClean));
        }
    }
}
