using System.Buffers;
using System.IO.Compression;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>The steady state allocates nothing: exactly zero bytes for each message, either way.</summary>
[Collection(nameof(NativeMemoryTests))]
public class CompressionAllocationTests
{
    private const int WarmUp = 400;
    private const int Measured = 1000;

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 100)]
    [InlineData(false, 40_000)]
    [InlineData(true, 40_000)]
    public void NothingForEachMessage(bool takeover, int length)
    {
        using var compressor = Codec.Compressor(takeover: takeover, level: CompressionLevel.Fastest);
        using var decompressor = Codec.Decompressor(takeover: takeover);
        var message = Payloads.Words(seed: 1, length);
        var payload = new ArrayBufferWriter<byte>(2 * length + 5000);
        var inflated = new byte[length];
        for (var i = 0; i < WarmUp; i++)
            Echo(compressor, decompressor, message, payload, inflated);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Measured; i++)
            Echo(compressor, decompressor, message, payload, inflated);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(message, inflated);
    }

    private static void Echo(
        MessageCompressor compressor, MessageDecompressor decompressor, byte[] message, ArrayBufferWriter<byte> payload,
        byte[] inflated)
    {
        payload.ResetWrittenCount();
        compressor.Compress(message, endOfMessage: true, payload);
        var status = decompressor.Decompress(payload.WrittenSpan, endOfMessage: true, inflated, out _, out _);
        if (status != DecompressStatus.EndOfMessage)
            throw new InvalidOperationException($"{status}");
    }
}
