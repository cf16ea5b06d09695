using System.IO.Compression;

namespace Sockeye.Protocol;

/// <summary>What permessage-deflate means here: the limits of RFC 7692 and whether this runtime can do it.</summary>
internal static class PerMessageDeflate
{
    /// <summary>RFC 7692 section 7.1.2.</summary>
    public const int MinWindowBits = 8;

    /// <inheritdoc cref="MinWindowBits"/>
    public const int MaxWindowBits = 15;

    /// <summary>zlib's default. Pooled states are few, so they need not save.</summary>
    public const int PooledMemoryLevel = 8;

    private static readonly Lazy<bool> Supported = new(TryRoundTrip);

    /// <summary>
    /// Whether the runtime's native library is there and answers as it did when this was written. If not, compression is not
    /// negotiated, and everything else works. Tried once, at the first question.
    /// </summary>
    public static bool IsSupported => Supported.Value;

    /// <summary>zlib's memLevel for a state that a connection keeps: 8 for the full window, one less for each halving.</summary>
    public static int KeptMemoryLevel(int windowBits) => Math.Max(1, windowBits - (MaxWindowBits - PooledMemoryLevel));

    private static bool TryRoundTrip()
    {
        try
        {
            return RoundTrips("Hello"u8);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
            or TypeInitializationException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool RoundTrips(ReadOnlySpan<byte> text)
    {
        Span<byte> compressed = stackalloc byte[64];
        using (var deflater = new Deflater(MaxWindowBits, CompressionLevel.Fastest, PooledMemoryLevel))
        {
            deflater.Deflate(text, compressed, ZlibFlush.Full, out _, out var length);
            compressed = compressed[..length];
        }

        Span<byte> inflated = stackalloc byte[64];
        using var inflater = new Inflater();
        inflater.Restart(inflater.MessageWindow);
        inflater.Inflate(compressed, inflated, out _, out var inflatedLength);
        return compressed.EndsWith(MessageCompressor.Tail) && text.SequenceEqual(inflated[..inflatedLength]);
    }
}
