using System.Buffers;
using System.IO.Compression;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>The two ends as a connection would set them up, and ways to run messages through them.</summary>
internal static class Codec
{
    public static PerMessageDeflateParameters Agreed(int windowBits = 15, bool takeover = false) =>
        new(!takeover, !takeover, windowBits, windowBits);

    public static PerMessageDeflateOptions Options(
        int windowBits = 15, bool takeover = false, CompressionLevel level = CompressionLevel.Fastest) =>
        new()
        {
            ServerContextTakeover = takeover,
            ClientContextTakeover = takeover,
            ServerMaxWindowBits = windowBits,
            ClientMaxWindowBits = windowBits,
            Level = level,
        };

    public static MessageCompressor Compressor(
        int windowBits = 15, bool takeover = false, CompressionLevel level = CompressionLevel.Fastest, Role role = Role.Server) =>
        new(Agreed(windowBits, takeover), role, Options(windowBits, takeover, level));

    public static MessageDecompressor Decompressor(int windowBits = 15, bool takeover = false, Role role = Role.Client) =>
        new(Agreed(windowBits, takeover), role);

    public static byte[] Compress(this MessageCompressor compressor, byte[] message) =>
        compressor.Compress(message, int.MaxValue, 4096);

    /// <param name="compressor">Whose next message this is.</param>
    /// <param name="message">The whole message.</param>
    /// <param name="chunk">The most bytes handed in at a time.</param>
    /// <param name="room">The bytes of room the writer gives each time, or as many as it must.</param>
    public static byte[] Compress(this MessageCompressor compressor, byte[] message, int chunk, int room)
    {
        var output = new MeteredWriter(room);
        var rest = message.AsSpan();
        while (rest.Length > chunk)
        {
            compressor.Compress(rest[..chunk], endOfMessage: false, output);
            rest = rest[chunk..];
        }

        compressor.Compress(rest, endOfMessage: true, output);
        return output.ToArray();
    }

    public static byte[]? Decompress(this MessageDecompressor decompressor, byte[] payload) =>
        decompressor.Decompress(payload, int.MaxValue, 4096);

    /// <summary>The message, or null if the payload is corrupt. Checks the promises of each step on the way.</summary>
    /// <param name="decompressor">Whose next message this is.</param>
    /// <param name="payload">The whole payload.</param>
    /// <param name="chunk">The most bytes handed in at a time.</param>
    /// <param name="room">The length of the output buffer.</param>
    /// <param name="endApart">Whether the end is told after the last bytes rather than with them.</param>
    public static byte[]? Decompress(
        this MessageDecompressor decompressor, byte[] payload, int chunk, int room, bool endApart = false)
    {
        var message = new List<byte>();
        var output = new byte[room];
        for (var at = 0; ;)
        {
            var input = payload.AsSpan(at, Math.Min(chunk, payload.Length - at));
            var end = at + input.Length == payload.Length && !(endApart && input.Length > 0);
            var status = decompressor.Decompress(input, end, output, out var consumed, out var written);
            at += consumed;
            message.AddRange(output.AsSpan(0, written));
            switch (status)
            {
                case DecompressStatus.Corrupt:
                    return null;
                case DecompressStatus.EndOfMessage:
                    Assert.True(end);
                    Assert.Equal(payload.Length, at);
                    return [.. message];
                case DecompressStatus.NeedMoreInput:
                    Assert.Equal(input.Length, consumed);
                    Assert.False(end);
                    break;
                default:
                    Assert.Equal(room, written);
                    break;
            }
        }
    }

    /// <summary>Gives exactly as much room as it was made with, or as was asked for; notes misuse.</summary>
    private sealed class MeteredWriter(int room) : IBufferWriter<byte>
    {
        private readonly List<byte> _written = [];
        private byte[] _span = [];

        public void Advance(int count) => _written.AddRange(_span.AsSpan(0, count));

        public Memory<byte> GetMemory(int sizeHint = 0) => _span = new byte[Math.Max(room, sizeHint)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public byte[] ToArray() => [.. _written];
    }
}
