using System.Globalization;
using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Closing;

/// <summary>RFC 6455 section 7.1.2: what was sent before a close frame goes out before it, and nothing goes out after it.</summary>
public class CloseOrderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task QueuedMessagesGoOutBeforeTheCloseFrame(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role, pauseThreshold: 4096);
        var sent = Fill(peer.Connection);
        var closing = peer.Connection.CloseAsync(CloseCode.GoingAway, "bye");
        Assert.Equal(ConnectionState.Closing, peer.Connection.State);
        Assert.Equal(SendResult.Closed, peer.Connection.TrySend("late"));
        await Assert.ThrowsAsync<WebSocketClosedException>(() => peer.Connection.SendAsync("late", Cancelled).AsTask());
        Assert.Equal(sent, await ReceiveAsync(peer, sent.Count));
        Assert.Equal("close 1001 bye", await peer.ReceiveAsync());
        await peer.SendAsync("88 02 03 e9");
        peer.EndSending();
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(new WebSocketClosure(CloseCode.GoingAway, "bye", ClosedBy.Local, true), await closing.InTime());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task APeersCloseFrameDoesNotCutOffWhatGoesOutBeforeOurs(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role, pauseThreshold: 4096, inline: true);
        var sent = Fill(peer.Connection);
        var closing = peer.Connection.CloseAsync(CloseCode.GoingAway, "bye");
        await peer.SendAsync("88 02 03 e8");
        Assert.Null(await peer.Connection.ReceiveAsync(Cancelled).InTime());
        Assert.Equal(sent, await ReceiveAsync(peer, sent.Count));
        Assert.Equal("close 1001 bye", await peer.ReceiveAsync());
        peer.EndSending();
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(new WebSocketClosure(CloseCode.GoingAway, "bye", ClosedBy.Local, true), await closing.InTime());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task AMessageStreamUnderWayIsBrokenOffByTheCloseFrame(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Connect(kind, role);
        var stream = await peer.Connection.BeginMessageAsync(MessageType.Text, compress: true, Cancelled);
        await stream.WriteAsync("begun"u8.ToArray(), Cancelled);
        Assert.Equal("text begun ...", await peer.ReceiveAsync());
        var waiting = peer.Connection.BeginMessageAsync(MessageType.Text, compress: true, Cancelled);
        _ = peer.Connection.CloseAsync();
        Assert.Equal("close 1000 ", await peer.ReceiveAsync());
        await Assert.ThrowsAsync<WebSocketClosedException>(() => stream.WriteAsync("more"u8.ToArray(), Cancelled).AsTask());
        await Assert.ThrowsAsync<WebSocketClosedException>(() => waiting.AsTask());
    }

    // Sends until the peer's window and the wire are full and at least ten messages wait.
    private static List<string> Fill(WebSocketConnection connection)
    {
        var sent = new List<string>();
        for (var queued = 0; queued < 10;)
        {
            var text = sent.Count.ToString("d4", CultureInfo.InvariantCulture).PadRight(500, '.');
            var result = connection.TrySend(text);
            Assert.True(result is SendResult.Sent or SendResult.Queued);
            queued += result == SendResult.Queued ? 1 : 0;
            sent.Add("text " + text);
        }
        return sent;
    }

    private static async Task<List<string>> ReceiveAsync(RawPeer peer, int count)
    {
        var frames = new List<string>();
        for (var i = 0; i < count; i++)
            frames.Add(await peer.ReceiveAsync() ?? "the end");
        return frames;
    }
}
