using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Conformance;

/// <summary>RFC 6455 sections 5 and 6.1: frames as a connection sends them.</summary>
public class SendingTests
{
    private const int Close = 0x8;
    private const int Ping = 0x9;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task A_client_masks_every_frame_with_a_key_of_its_own(WireKind kind)
    {
        await using var peer = RawPeer.Of(kind, Role.Client);
        for (var i = 0; i < 100; i++)
            await peer.Connection.SendAsync($"message {i}", Cancelled);
        var ping = peer.Connection.PingAsync(Cancelled).AsTask();
        var close = peer.Connection.CloseAsync();

        var keys = new HashSet<uint>();
        RawFrame frame;
        do
        {
            frame = (await peer.ReadAsync())!;
            Assert.NotNull(frame.Key);
            Assert.True(keys.Add(BitConverter.ToUInt32(frame.Key)), "A masking key came twice.");
        }
        while (frame.Opcode != Close);
        Assert.Equal(102, keys.Count);
        peer.EndTransport();
        await close;
        await Assert.ThrowsAsync<WebSocketClosedException>(() => ping);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task A_server_masks_no_frame(WireKind kind)
    {
        await using var peer = RawPeer.Of(kind, Role.Server);
        await peer.Connection.SendAsync("message", Cancelled);
        await peer.Connection.SendAsync(new PreparedMessage("prepared"), Cancelled);
        await peer.Connection.SendStreamAsync(stream => stream.WriteAsync(new byte[100], Cancelled).AsTask(), cancellationToken: Cancelled);
        await peer.SendAsync(0x89, "ping");
        _ = peer.Connection.CloseAsync();

        RawFrame frame;
        do
        {
            frame = (await peer.ReadAsync())!;
            Assert.Null(frame.Key);
        }
        while (frame.Opcode != Close);
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task Text_and_binary_go_out_as_they_are(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        await peer.Connection.SendAsync("h\u00e9llo", Cancelled);
        await peer.Connection.SendAsync(new byte[] { 1, 2, 3 }, cancellationToken: Cancelled);
        Assert.Equal(SendResult.Sent, peer.Connection.TrySend(""));

        var text = await peer.ReadAsync();
        Assert.Equal((0x81, "h\u00e9llo"), (text!.First, text.Text));
        var binary = await peer.ReadAsync();
        Assert.Equal(0x82, binary!.First);
        Assert.Equal([1, 2, 3], binary.Payload);
        var empty = await peer.ReadAsync();
        Assert.Equal((0x81, 0), (empty!.First, empty.Payload.Length));
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task Between_the_fragments_of_a_message_there_are_control_frames_only(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        var stream = await peer.Connection.BeginMessageAsync(MessageType.Text, compress: true, Cancelled);
        await stream.WriteAsync("first "u8.ToArray(), Cancelled);
        var other = peer.Connection.SendAsync("other", Cancelled).AsTask();
        _ = peer.Connection.PingAsync(Cancelled).AsTask();
        await stream.WriteAsync("second"u8.ToArray(), Cancelled);
        await stream.CompleteAsync();
        await other;

        var frames = new List<RawFrame>();
        while (frames.Count(frame => !frame.IsControl && frame.Fin) < 2)
            frames.Add((await peer.ReadAsync())!);
        var data = frames.Where(frame => !frame.IsControl).ToList();
        Assert.Equal([0x01, 0x00], data.Take(2).Select(frame => (int)frame.First));
        Assert.All(data.Skip(1).SkipLast(1), frame => Assert.Equal(0, frame.Opcode));
        Assert.Equal("first second", string.Concat(data.SkipLast(1).Select(frame => frame.Text)));
        Assert.All(data.SkipLast(2), frame => Assert.False(frame.Fin));
        Assert.Equal((0x81, "other"), (data[^1].First, data[^1].Text));
        Assert.True(frames.FindIndex(frame => frame.Opcode == Ping) < frames.IndexOf(data[^1]), "The ping waited for the message to end.");
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task Control_frames_are_whole_and_short(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        _ = peer.Connection.PingAsync(Cancelled).AsTask();
        await peer.SendAsync(0x89, new byte[125]);
        for (var i = 0; i < 2; i++)
            AssertControl((await peer.ReadAsync())!);
        _ = peer.Connection.CloseAsync(CloseCode.NormalClosure, new string('a', 123));
        AssertControl((await peer.ReadAsync())!);

        static void AssertControl(RawFrame frame)
        {
            Assert.True(frame.IsControl);
            Assert.True(frame.Fin);
            Assert.InRange(frame.Payload.Length, 0, 125);
        }
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task What_is_sent_is_what_was_there_when_the_send_completed(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role);
        // More than the transport takes without being read, so that the last ones wait in the queue.
        var payload = new byte[50_000];
        for (byte i = 1; i <= 10; i++)
        {
            Array.Fill(payload, i);
            await peer.Connection.SendAsync(payload, cancellationToken: Cancelled);
        }

        Array.Fill(payload, (byte)0xEE);
        for (byte i = 1; i <= 10; i++)
            Assert.All((await peer.ReadAsync())!.Payload, octet => Assert.Equal(i, octet));
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task Only_the_first_frame_of_a_compressed_message_is_marked(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role, compression: new PerMessageDeflateParameters(true, true, 15, 15));
        var sending = Task.Run(() => StreamNoiseAndPingAsync(peer.Connection), Cancelled);
        var first = (await peer.ReadAsync())!;
        Assert.Equal((2, true, false), (first.Opcode, first.Rsv1, first.Fin));
        RawFrame frame;
        var later = 0;
        do
        {
            frame = (await peer.ReadAsync())!;
            Assert.False(frame.Rsv1);
            later++;
        }
        while (frame.Opcode != Ping);
        Assert.InRange(later, 2, 100);
        await peer.SendAsync(0x8A, frame.Payload);
        await sending;

        static async Task StreamNoiseAndPingAsync(WebSocketConnection connection)
        {
            var noise = new byte[200_000];
            new Random(1).NextBytes(noise);
            await connection.SendStreamAsync(stream => stream.WriteAsync(noise, Cancelled).AsTask(), cancellationToken: Cancelled);
            await connection.PingAsync(Cancelled);
        }
    }

    [Theory, MemberData(nameof(Ends.All), MemberType = typeof(Ends))]
    public async Task A_message_below_the_threshold_is_not_compressed_and_not_marked(WireKind kind, Role role)
    {
        await using var peer = RawPeer.Of(kind, role, compression: new PerMessageDeflateParameters(true, true, 15, 15));
        await peer.Connection.SendAsync("short", Cancelled);
        await peer.Connection.SendAsync(new string('a', 10_000), Cancelled);
        Assert.Equal((0x81, "short"), ((await peer.ReadAsync()) is { } plain ? (plain.First, plain.Text) : default));
        var compressed = (await peer.ReadAsync())!;
        Assert.Equal(0xC1, compressed.First);
        Assert.InRange(compressed.Payload.Length, 1, 1000);
    }
}
