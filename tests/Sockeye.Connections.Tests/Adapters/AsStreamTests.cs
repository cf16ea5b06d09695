using System.Net.WebSockets;
using System.Text;
using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Adapters;

/// <summary>A connection as a stream of bytes in both directions.</summary>
public class AsStreamTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.Compressed), MemberType = typeof(Wires))]
    public async Task TwoStreamsCarryAConversation(WireKind kind, bool compressed)
    {
        await using var pair = ConnectionPair.Create(kind,
            compression: compressed ? Sockeye.Protocol.Tests.Compression.Codec.Agreed() : null);
        await using var server = pair.Server.AsStream();
        var client = pair.Client.AsStream();
        var echo = Task.Run(async () => await server.CopyToAsync(server, Cancelled), Cancelled);
        var payload = new byte[500_000];
        new Random(3).NextBytes(payload);
        var writing = Task.Run(async () =>
        {
            for (var at = 0; at < payload.Length; at += 1 + (at / 2))
                await client.WriteAsync(payload.AsMemory(at..Math.Min(payload.Length, at + 1 + (at / 2))), Cancelled);
        }, Cancelled);
        var read = new byte[payload.Length];
        await client.ReadExactlyAsync(read, Cancelled).InTime();
        Assert.True(payload.AsSpan().SequenceEqual(read));
        await writing.InTime();
        await client.DisposeAsync().InTime();
        await echo.InTime();
        Assert.Equal(new WebSocketClosure(CloseCode.NormalClosure, "", ClosedBy.Peer, true), await pair.Server.Completion.InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ReadsRunThroughMessagesOfAnyTypeAndSize(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        await using var stream = peer.Connection.AsStream();
        await peer.SendAsync("81 02 \"ab\" 82 00 02 01 63 00 00 80 02 64 65 81 01 \"f\" 88 00");
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        Assert.Equal("abcdef", await reader.ReadToEndAsync(Cancelled).InTime());
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Cancelled).InTime());
        peer.EndSending();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task EachWriteIsAMessage(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var stream = peer.Connection.AsStream(MessageType.Text);
        await stream.WriteAsync("one"u8.ToArray(), Cancelled);
        await stream.WriteAsync(Memory<byte>.Empty, Cancelled);
        await stream.WriteAsync("-two-"u8.ToArray().AsMemory(1, 3), Cancelled);
        await stream.FlushAsync(Cancelled);
        Assert.Equal("text one", await peer.ReceiveAsync());
        Assert.Equal("text two", await peer.ReceiveAsync());
        stream.Close();
        Assert.Equal("close 1000 ", await peer.ReceiveAsync());
        Assert.False(stream.CanRead || stream.CanWrite);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ReadAsync(new byte[1], Cancelled).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.WriteAsync(new byte[1], Cancelled).AsTask());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AnEmptyReadWaitsForBytes(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var stream = peer.Connection.AsStream();
        var waiting = stream.ReadAsync(Memory<byte>.Empty, Cancelled);
        await peer.SendAsync("82 00 89 00");
        Assert.Equal("pong ", await peer.ReceiveAsync());
        Assert.False(waiting.IsCompleted);
        await peer.SendAsync("82 01 07");
        Assert.Equal(0, await waiting.InTime());
        var buffer = new byte[5];
        Assert.Equal(1, await stream.ReadAsync(buffer.AsMemory(2, 3), Cancelled).InTime());
        Assert.Equal(7, buffer[2]);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task APeerThatVanishesIsNotTheEndOfTheStream(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var stream = peer.Connection.AsStream();
        await peer.SendAsync("02 01 07");
        Assert.Equal(1, await stream.ReadAsync(new byte[5], Cancelled).InTime());
        peer.Leave();
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.ReadAsync(new byte[5], Cancelled).InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task TalksToTheRuntimesOwnWebSocketStream(WireKind kind)
    {
        await using var pair = WebSocketPair.Create(kind, OtherEnd.Runtimes, Role.Server);
        await using var stream = pair.Connection.AsStream();
        await using var peer = WebSocketStream.Create(pair.Peer, WebSocketMessageType.Binary, ownsWebSocket: true);
        await stream.WriteAsync("there"u8.ToArray(), Cancelled);
        await peer.WriteAsync("back"u8.ToArray(), Cancelled);
        var buffer = new byte[5];
        await peer.ReadExactlyAsync(buffer, Cancelled).InTime();
        Assert.Equal("there"u8.ToArray(), buffer);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 4), Cancelled).InTime();
        Assert.Equal("back"u8.ToArray(), buffer[..4]);
        await peer.DisposeAsync().InTime();
        Assert.Equal(0, await stream.ReadAsync(buffer, Cancelled).InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task TextOrBinaryOnly(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        Assert.Throws<ArgumentOutOfRangeException>(() => peer.Connection.AsStream((MessageType)8));
    }
}
