using System.IO.Compression;

namespace Sockeye.Protocol;

/// <summary>One native deflate state for raw streams. Not safe for concurrent steps.</summary>
internal sealed unsafe class Deflater : ZlibState
{
    /// <summary>Z_DEFLATED, the only method there is.</summary>
    private const int Method = 8;

    /// <summary>zlib has no raw streams with a window of 256 bytes.</summary>
    private const int SmallestNativeWindowBits = 9;

    private readonly int _windowBits;
    private readonly int _level;
    private readonly int _memoryLevel;

    /// <param name="windowBits">8 to 15.</param>
    /// <param name="level">How hard to compress.</param>
    /// <param name="memoryLevel">1 to 9: zlib's memLevel, how many symbols share one Huffman block.</param>
    public Deflater(int windowBits, CompressionLevel level, int memoryLevel)
    {
        _windowBits = windowBits;
        _level = ToZlib(level);
        _memoryLevel = memoryLevel;
        Open();
    }

    /// <summary>Compresses what there is room for; call again with the rest while the output is filled.</summary>
    public void Deflate(ReadOnlySpan<byte> input, Span<byte> output, ZlibFlush flush, out int consumed, out int written)
    {
        var result = Run(input, output, flush, out consumed, out written);
        if (result is not (ZlibResult.Ok or ZlibResult.BufferError))
            throw new InvalidOperationException($"zlib failed to compress: {result}.");
    }

    protected override ZlibResult Open(ZStream* stream)
    {
        // Matches at distance one stay inside any window, so run lengths are what an 8-bit window gets from a 9-bit state.
        var strategy = _windowBits < SmallestNativeWindowBits ? ZlibStrategy.RunLength : ZlibStrategy.Default;

        // Negative bits: a raw stream, without zlib's header and checksum.
        var rawWindowBits = -Math.Max(_windowBits, SmallestNativeWindowBits);
        return Zlib.DeflateInit(stream, _level, Method, rawWindowBits, _memoryLevel, strategy);
    }

    protected override ZlibResult Step(ZStream* stream, ZlibFlush flush) => Zlib.Deflate(stream, flush);

    protected override void End(ZStream* stream) => Zlib.DeflateEnd(stream);

    private static int ToZlib(CompressionLevel level) => level switch
    {
        CompressionLevel.NoCompression => 0,
        CompressionLevel.Fastest => 1,
        CompressionLevel.Optimal => 6,
        CompressionLevel.SmallestSize => 9,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Not a compression level."),
    };
}
