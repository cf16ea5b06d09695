using System.Net.WebSockets;
using System.Text;
using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Adapters;

/// <summary>The contract of <see cref="WebSocket"/>: whole and partial messages, both ways, against our own adapter and the runtime's.</summary>
public class AsWebSocketMessageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(WebSocketPair.Rows), MemberType = typeof(WebSocketPair))]
    public async Task MessagesOfEverySizeAndFragmentationArriveBothWays(WireKind kind, OtherEnd other, Role role)
    {
        foreach (var compressed in (bool[])[false, true])
        {
            await using var pair = WebSocketPair.Create(kind, other, role, compressed: compressed);
            foreach (var (from, to) in ((WebSocket, WebSocket)[])[(pair.Socket, pair.Peer), (pair.Peer, pair.Socket)])
            {
                foreach (var size in (int[])[0, 1, 125, 126, 5000, 65_536, 300_000])
                {
                    foreach (var piece in (int[])[int.MaxValue, 1 + (size / 3)])
                    {
                        var payload = new byte[size];
                        new Random(size).NextBytes(payload);
                        var sending = SendAsync(from, payload, piece);
                        var (type, received) = await ReceiveAsync(to, bufferSize: 1000);
                        await sending.InTime();
                        Assert.Equal(WebSocketMessageType.Binary, type);
                        Assert.True(payload.AsSpan().SequenceEqual(received), $"size {size}, piece {piece}, compressed {compressed}");
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(WebSocketPair.Rows), MemberType = typeof(WebSocketPair))]
    public async Task PartsKeepTheirOrderTypeAndEnd(WireKind kind, OtherEnd other, Role role)
    {
        await using var pair = WebSocketPair.Create(kind, other, role);
        await pair.Peer.SendAsync("Hel"u8.ToArray(), WebSocketMessageType.Text, false, Cancelled);
        var buffer = new byte[2];
        var results = new List<string>();
        async Task ReceivePartAsync()
        {
            var result = await pair.Socket.ReceiveAsync(buffer.AsMemory(), Cancelled).InTime();
            results.Add($"{result.MessageType} {Encoding.UTF8.GetString(buffer, 0, result.Count)} {result.EndOfMessage}");
        }
        await ReceivePartAsync();
        await ReceivePartAsync();
        await pair.Peer.SendAsync("lo"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
        await ReceivePartAsync();
        await pair.Peer.SendAsync("!"u8.ToArray(), WebSocketMessageType.Binary, true, Cancelled);
        await ReceivePartAsync();
        Assert.Equal(["Text He False", "Text l False", "Text lo True", "Binary ! True"], results);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ArraySegmentsWorkAsMemoryDoes(WireKind kind)
    {
        await using var pair = WebSocketPair.Create(kind, OtherEnd.Runtimes, Role.Server);
        await pair.Peer.SendAsync(new ArraySegment<byte>("xHix"u8.ToArray(), 1, 2), WebSocketMessageType.Text, true, Cancelled);
        var buffer = new byte[10];
        var result = await pair.Socket.ReceiveAsync(new ArraySegment<byte>(buffer, 3, 5), Cancelled).InTime();
        Assert.Equal((2, WebSocketMessageType.Text, true), (result.Count, result.MessageType, result.EndOfMessage));
        Assert.Equal("Hi"u8.ToArray(), buffer[3..5]);
        await pair.Socket.SendAsync(new ArraySegment<byte>(buffer, 3, 2), WebSocketMessageType.Text, true, Cancelled);
        Assert.Equal("Hi"u8.ToArray(), (await ReceiveAsync(pair.Peer, 10)).Payload);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AnEmptyBufferWaitsForData(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        var waiting = socket.ReceiveAsync(Memory<byte>.Empty, Cancelled);
        Assert.False(waiting.IsCompleted);
        await peer.SendAsync("81 02 \"hi\"");
        var result = await waiting.InTime();
        Assert.Equal((0, false), (result.Count, result.EndOfMessage));
        result = await socket.ReceiveAsync(new byte[10].AsMemory(), Cancelled).InTime();
        Assert.Equal((2, true), (result.Count, result.EndOfMessage));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task FragmentsGoOutAsTheyAreSent(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        await socket.SendAsync("a"u8.ToArray(), WebSocketMessageType.Text, false, Cancelled);
        Assert.Equal("text a ...", await peer.ReceiveAsync());
        await socket.SendAsync(Memory<byte>.Empty, WebSocketMessageType.Text, false, Cancelled);
        await socket.SendAsync("b"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
        Assert.Equal("continuation 62", await peer.ReceiveAsync());
        await socket.SendAsync("c"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
        Assert.Equal("text c", await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task CompressionCanBeSwitchedOffForAMessage(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, options: new WebSocketConnectionOptions { Compression = new() { Threshold = 0 } },
            compression: Sockeye.Protocol.Tests.Compression.Codec.Agreed());
        var socket = peer.Connection.AsWebSocket();
        var secret = "secret"u8.ToArray();
        await socket.SendAsync(secret, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression, Cancelled);
        Assert.Equal("text secret", await peer.ReceiveAsync());
        await socket.SendAsync(secret, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, Cancelled);
        Assert.EndsWith(" compressed", await peer.ReceiveAsync(), StringComparison.Ordinal);
        await socket.SendAsync(secret, WebSocketMessageType.Text, WebSocketMessageFlags.DisableCompression, Cancelled);
        Assert.Equal("text secret ...", await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task PingsAreAnsweredWhileNobodyReceives(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        await peer.SendAsync("81 01 \"a\"");
        await socket.ReceiveAsync(new byte[10].AsMemory(), Cancelled).InTime();
        await peer.SendAsync("89 01 07");
        Assert.Equal("pong 07", await peer.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task OneSendAndOneReceiveAtATime(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        var receive = socket.ReceiveAsync(new byte[10].AsMemory(), Cancelled).AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(() => socket.ReceiveAsync(new byte[10].AsMemory(), Cancelled).AsTask());
        var send = socket.SendAsync(new byte[4 << 20], WebSocketMessageType.Binary, true, Cancelled);
        await Assert.ThrowsAsync<InvalidOperationException>(() => socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, Cancelled));
        await peer.SendAsync("82 01 07");
        Assert.Equal(1, (await receive.InTime()).Count);
        peer.Leave();
        await Assert.ThrowsAsync<WebSocketException>(() => send.InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ACancelledReceiveLosesNothingAndLeavesTheConnectionOpen(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        using var giveUp = new CancellationTokenSource();
        var receive = socket.ReceiveAsync(new byte[10].AsMemory(), giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receive.InTime());
        Assert.Equal(WebSocketState.Open, socket.State);
        await peer.SendAsync("81 02 \"hi\"");
        Assert.Equal(2, (await socket.ReceiveAsync(new byte[10].AsMemory(), Cancelled).InTime()).Count);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task CancellingAWaitingSendSendsNothingAndAFragmentUnderWayAborts(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        var blocker = peer.Connection.SendAsync(new byte[1 << 20], cancellationToken: Cancelled).AsTask();
        using var giveUp = new CancellationTokenSource();
        var send = socket.SendAsync(new byte[100_000], WebSocketMessageType.Binary, true, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send.InTime());
        Assert.Equal(WebSocketState.Open, socket.State);
        Assert.Equal("1048576 bytes", (await peer.ReceiveAsync())?["binary ".Length..]);
        await blocker.InTime();

        await socket.SendAsync(new byte[1], WebSocketMessageType.Binary, false, Cancelled).InTime();
        using var giveUpAgain = new CancellationTokenSource();
        var fragment = socket.SendAsync(new byte[1 << 20], WebSocketMessageType.Binary, false, giveUpAgain.Token);
        Assert.False(fragment.IsCompleted);
        await giveUpAgain.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fragment.InTime());
        Assert.Equal(WebSocketState.Aborted, socket.State);
    }

    private static async Task SendAsync(WebSocket socket, byte[] payload, int piece)
    {
        for (var at = 0; ; at += piece)
        {
            var last = payload.Length - at <= piece;
            await socket.SendAsync(payload.AsMemory(at, last ? payload.Length - at : piece), WebSocketMessageType.Binary, last, Cancelled);
            if (last)
                return;
        }
    }

    private static async Task<(WebSocketMessageType Type, byte[] Payload)> ReceiveAsync(WebSocket socket, int bufferSize)
    {
        var payload = new List<byte>();
        var buffer = new byte[bufferSize];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), Cancelled).InTime();
            payload.AddRange(buffer.AsSpan(0, result.Count));
            if (result.EndOfMessage)
                return (result.MessageType, [.. payload]);
        }
    }
}
