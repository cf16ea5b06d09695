using System.IO.Compression;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>Messages with their tails put back are one raw deflate stream, as System.IO.Compression reads and writes.</summary>
public class DeflateStreamTests
{
    private static readonly byte[][] Messages = [.. Enumerable.Range(1, 20).Select(seed => Payloads.Words(seed, seed * 700))];

    [Theory]
    [InlineData(8, false)]
    [InlineData(11, true)]
    [InlineData(15, false)]
    [InlineData(15, true)]
    public void ReadsWhatIsCompressedHere(int windowBits, bool takeover)
    {
        using var compressor = Codec.Compressor(windowBits, takeover, CompressionLevel.Optimal);
        var stream = new MemoryStream();
        foreach (var message in Messages)
        {
            stream.Write(compressor.Compress(message));
            stream.Write(MessageCompressor.Tail);
        }

        stream.Position = 0;
        using var inflate = new DeflateStream(stream, CompressionMode.Decompress);
        foreach (var message in Messages)
        {
            var inflated = new byte[message.Length];
            inflate.ReadExactly(inflated);
            Assert.Equal(message, inflated);
        }
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void WritesWhatIsInflatedHere(CompressionLevel level)
    {
        using var decompressor = Codec.Decompressor(takeover: true);
        var stream = new MemoryStream();
        using var deflate = new DeflateStream(stream, level);
        foreach (var message in Messages)
        {
            stream.SetLength(0);
            deflate.Write(message);
            deflate.Flush();
            var payload = stream.ToArray();
            Assert.True(payload.AsSpan().EndsWith(MessageCompressor.Tail));
            Assert.Equal(message, decompressor.Decompress(payload[..^4]));
        }
    }
}
