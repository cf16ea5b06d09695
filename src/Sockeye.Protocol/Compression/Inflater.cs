using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sockeye.Protocol;

/// <summary>
/// One native inflate state for raw streams, with room for every window. Not safe for concurrent steps.
/// </summary>
internal sealed unsafe class Inflater : ZlibState
{
    /// <summary>The largest window, raw: it reads every stream, and zlib-ng sets aside the same memory for any.</summary>
    private const int RawWindowBits = -PerMessageDeflate.MaxWindowBits;

    private const int StoredHeaderLength = 5;
    private const int PrimingStep = 4096;

    public Inflater() => Open();

    /// <summary>What the present message has inflated to so far, for a peer that keeps nothing from message to message.</summary>
    public InflateWindow MessageWindow { get; } = new(PerMessageDeflate.MaxWindowBits);

    /// <summary>
    /// Inflates. Bytes of <paramref name="output"/> after <paramref name="written"/> may be scribbled on. An answer other than
    /// Ok, StreamEnd and BufferError means that the input is not deflate.
    /// </summary>
    public ZlibResult Inflate(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written) =>
        Run(input, output, ZlibFlush.None, out consumed, out written);

    /// <summary>Starts a new stream whose blocks may refer back into <paramref name="window"/>.</summary>
    public void Restart(InflateWindow window)
    {
        Apply(&Reset);
        Prime(window.Older);
        Prime(window.Newer);
    }

    protected override ZlibResult Open(ZStream* stream) => Zlib.InflateInit(stream, RawWindowBits);

    protected override ZlibResult Step(ZStream* stream, ZlibFlush flush) => Zlib.Inflate(stream, flush);

    protected override void End(ZStream* stream) => Zlib.InflateEnd(stream);

    private static void Reset(ZStream* stream) => Zlib.InflateReset(stream, RawWindowBits);

    /// <summary>
    /// The library does not export inflateSetDictionary, so the window is fed as a stored block, whose output nobody reads.
    /// <code>
    /// RFC 1951 section 3.2.4:  000 BFINAL and BTYPE, 00000 padding | LEN, 16 bits | NLEN, its complement | LEN bytes
    /// </code>
    /// </summary>
    [SkipLocalsInit]
    private void Prime(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;

        Span<byte> header = stackalloc byte[StoredHeaderLength];
        header[0] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~bytes.Length);
        Span<byte> unread = stackalloc byte[PrimingStep];
        Inflate(header, unread, out _, out _);
        while (!bytes.IsEmpty)
        {
            Inflate(bytes[..Math.Min(bytes.Length, PrimingStep)], unread, out var consumed, out _);
            bytes = bytes[consumed..];
        }
    }
}
