using Sockeye.Protocol;
using Sockeye.Protocol.Tests.Compression;
using Sockeye.Protocol.Tests.Messages;

namespace Sockeye.Connections.Tests.Hostile;

/// <summary>
/// Fifty thousand generated peers against a connection: whatever they send, in whatever pieces, nothing is thrown but to
/// <see cref="WebSocketConnection.Errored"/>, what goes out is valid and bounded, at most one close frame and nothing after it.
/// </summary>
public class HostileConnectionTests
{
    private const int Batches = 10;
    private const int CasesPerBatch = 5_000;
    private const int CasesOnRealWires = 500;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Batches)];

    [Theory, MemberData(nameof(Seeds))]
    public void NothingThrowsHangsOrGrows(int batch)
    {
        var time = new ManualTime();
        for (var i = 0; i < CasesPerBatch; i++)
            Run((batch * CasesPerBatch) + i, time);
        // Those that were closing are let go when their time is over.
        time.Advance(10);
        Assert.Equal(0, Sockeye.Heartbeat.TimerWheel.Of(time).Count);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task OnRealWiresTheyAllComeToAnEnd(WireKind kind)
    {
        for (var seed = 0; seed < CasesOnRealWires; seed++)
        {
            var random = new Random(seed);
            await using var peer = RawPeer.Connect(kind, options: Options(new ManualTime()), compression: Codec.Agreed());
            var consuming = ConsumeAsync(peer.Connection, seed % 4);
            foreach (var chunk in Chunking.AtRandom(HostilePeer.Bytes(random, Role.Server), random))
                await peer.SendBytesAsync(chunk);
            peer.EndSending();
            // Who takes nothing is not told of an end behind it.
            if (seed % 4 == 3)
                peer.Connection.Abort();
            await peer.Connection.Completion.InTime();
            await consuming.InTime();
            var frames = await peer.ReceiveAllAsync();
            var close = frames.FindIndex(frame => frame.StartsWith("close", StringComparison.Ordinal));
            Assert.True(close < 0 || close == frames.Count - 1, $"seed {seed}: something after a close frame");
        }
    }

    private static void Run(int seed, ManualTime time)
    {
        var random = new Random(seed);
        PerMessageDeflateParameters? compression = random.Next(2) == 0 ? null : Codec.Agreed(random.Next(9, 16), random.Next(2) == 0);
        var wire = new DirectWire();
        var connection = new WebSocketConnection(wire, new WebSocketConnectionSetup(Role.Server, Options(time)) { Compression = compression });
        Exception? error = null;
        connection.Errored += e => error ??= e;
        connection.Start();
        var consuming = ConsumeAsync(connection, random.Next(4));
        foreach (var chunk in Chunking.AtRandom(HostilePeer.Bytes(random, Role.Server), random))
        {
            if (wire.IsClosed || !wire.Feed(chunk))
                break;
        }
        wire.End();
        Check(seed, wire, connection, error, compression);
        connection.Abort();
        Assert.True(consuming.IsCompletedSuccessfully || wire.IsHeldUp || consuming.Exception is null, $"seed {seed}: {consuming.Exception}");
    }

    private static void Check(int seed, DirectWire wire, WebSocketConnection connection, Exception? error, PerMessageDeflateParameters? compression)
    {
        Assert.True(error is null or WebSocketProtocolException, $"seed {seed}: {error}");
        using var client = new MessageReader(Role.Client, new MessageLimits(1 << 20, 1 << 16),
            compression is { } agreed ? new MessageDecompressor(agreed, Role.Client) : null);
        var (output, offset) = (wire.Written.ToArray(), 0);
        for (var kind = PartKind.Pong; kind != PartKind.NeedMore; offset += 0)
        {
            kind = client.Read(output.AsMemory(offset), out var used).Kind;
            Assert.True(kind is PartKind.Pong or PartKind.Close or PartKind.NeedMore or PartKind.Data, $"seed {seed}: sent {kind}");
            Assert.False(client.IsClosed && kind == PartKind.NeedMore && used != 0, $"seed {seed}: something after the close frame");
            offset += used;
        }
        Assert.False(client.IsInMessage, $"seed {seed}: sent half a frame");
        Assert.Equal(client.IsClosed, connection.State != ConnectionState.Open && connection.Completion is not { IsCompleted: true, Result.Code: CloseCode.AbnormalClosure });
        if (error is WebSocketProtocolException broken)
            Assert.Equal(broken.Code, client.CloseCode);
    }

    // Those who take all, those who take nothing, handlers, and readers of streams.
    private static async Task ConsumeAsync(WebSocketConnection connection, int style)
    {
        switch (style)
        {
            case 0:
                await foreach (var message in connection.ReadAllAsync())
                    await EchoAsync(connection, message);
                break;
            case 1:
                connection.MessageReceived += message => connection.TrySend(message.Payload, message.Type);
                break;
            case 2:
                while (await connection.ReceiveStreamAsync() is { } stream)
                {
                    await using (stream)
                    {
                        try
                        {
                            await stream.CopyToAsync(Stream.Null);
                        }
                        catch (EndOfStreamException)
                        {
                            // The peer went in the middle of a message.
                        }
                    }
                }
                break;
        }
    }

    private static async Task EchoAsync(WebSocketConnection connection, WebSocketMessage message)
    {
        try
        {
            await connection.SendAsync(message);
        }
        catch (WebSocketClosedException)
        {
            // It went while it was answered.
        }
    }

    private static WebSocketConnectionOptions Options(ManualTime time) =>
        new() { TimeProvider = time, MaxMessageSize = 4096, MaxFramesPerMessage = 16, MaxControlFramesPerSecond = 1000, Compression = null };
}
