using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>System.Net.WebSockets as the other end, over streams in memory, with and without context takeover.</summary>
public class SystemNetWebSocketsTests
{
    private static readonly byte[][] Messages =
        [[], "Hello"u8.ToArray(), .. Enumerable.Range(1, 12).Select(seed => Payloads.Words(seed % 3, seed * 900)), []];

    /// <summary>System.Net.WebSockets refuses a window of 8 bits.</summary>
    public static TheoryData<int, bool> Agreements { get; } =
        new(from windowBits in Enumerable.Range(9, 7) from takeover in (bool[])[false, true] select (windowBits, takeover));

    [Theory]
    [MemberData(nameof(Agreements))]
    public async Task ReadsWhatIsCompressedHere(int windowBits, bool takeover)
    {
        using var compressor = Codec.Compressor(windowBits, takeover);
        var sent = new MemoryStream();
        foreach (var message in Messages)
            WriteFrame(sent, compressor.Compress(message));

        using var client = Open(new Wire(sent.ToArray()), isServer: false, windowBits, takeover);
        var buffer = new byte[20_000];
        foreach (var message in Messages)
        {
            var length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await client.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
                length += result.Count;
            }
            while (!result.EndOfMessage);
            Assert.Equal(message, buffer[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Agreements))]
    public async Task WritesWhatIsInflatedHere(int windowBits, bool takeover)
    {
        var wire = new Wire([]);
        using var server = Open(wire, isServer: true, windowBits, takeover);
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var message in Messages)
            await server.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellation);

        using var decompressor = Codec.Decompressor(windowBits, takeover);
        var frames = wire.Written.ToArray().AsMemory();
        foreach (var message in Messages)
            Assert.Equal(message, decompressor.Decompress(ReadFrame(ref frames)));
        Assert.True(frames.IsEmpty);
    }

    private static WebSocket Open(Wire wire, bool isServer, int windowBits, bool takeover) =>
        WebSocket.CreateFromStream(wire, new WebSocketCreationOptions
        {
            IsServer = isServer,
            DangerousDeflateOptions = new()
            {
                ServerContextTakeover = takeover,
                ClientContextTakeover = takeover,
                ServerMaxWindowBits = windowBits,
                ClientMaxWindowBits = windowBits,
            },
        });

    /// <summary>FIN, RSV1 and binary; unmasked, as a server sends; the length in 16 bits.</summary>
    private static void WriteFrame(MemoryStream stream, byte[] payload)
    {
        Span<byte> header = [0xC2, (byte)Math.Min(payload.Length, 126), 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payload.Length);
        stream.Write(payload.Length < 126 ? header[..2] : header);
        stream.Write(payload);
    }

    private static byte[] ReadFrame(ref Memory<byte> frames)
    {
        Assert.Equal(0xC2, frames.Span[0]);
        var (header, length) = frames.Span[1] < 126
            ? (2, frames.Span[1])
            : (4, BinaryPrimitives.ReadUInt16BigEndian(frames.Span[2..]));
        var payload = frames.Slice(header, length).ToArray();
        frames = frames[(header + length)..];
        return payload;
    }

    /// <summary>Gives what it was made with and keeps what is written.</summary>
    private sealed class Wire(byte[] toRead) : MemoryStream(toRead)
    {
        public MemoryStream Written { get; } = new();

        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Written.WriteAsync(buffer, cancellationToken);
    }
}
