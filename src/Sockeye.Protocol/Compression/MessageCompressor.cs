using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;

namespace Sockeye.Protocol;

/// <summary>
/// Compresses the messages of one connection (RFC 7692 section 7.2.1). When this end keeps its context it owns a deflate state
/// from the first compressed message on; otherwise it borrows one for the length of each message and owns nothing in between.
/// One message at a time; <see cref="Dispose"/> may run beside it.
/// </summary>
internal sealed class MessageCompressor : IDisposable
{
    /// <summary>Less room than zlib's flush marker would make it repeat the marker.</summary>
    private const int SmallestRoom = 64;

    private const int LargestRoomAskedFor = 4096;

    /// <summary>RFC 7692 section 7.2.3.6: an empty message is an empty stored block, less the tail.</summary>
    private const byte EmptyMessage = 0x00;

    private readonly int _windowBits;
    private readonly CompressionLevel _level;
    private readonly bool _keepsContext;
    private Deflater? _deflater;
    private bool _inMessage;
    private bool _disposed;

    /// <param name="parameters">What was agreed on.</param>
    /// <param name="role">This end.</param>
    /// <param name="options">This end's wishes: it never uses more than these, even where more was agreed on.</param>
    public MessageCompressor(PerMessageDeflateParameters parameters, Role role, PerMessageDeflateOptions options)
    {
        // RFC 7692 sections 7.1.1 and 7.1.2: both are limits on the sender, who may always use less.
        (_keepsContext, _windowBits) = role == Role.Server
            ? (options.ServerContextTakeover && !parameters.ServerNoContextTakeover,
                Math.Min(options.ServerMaxWindowBits, parameters.ServerMaxWindowBits))
            : (options.ClientContextTakeover && !parameters.ClientNoContextTakeover,
                Math.Min(options.ClientMaxWindowBits, parameters.ClientMaxWindowBits));
        _level = options.Level;
    }

    /// <summary>What an empty stored block ends with: removed from every message, appended again to inflate it.</summary>
    public static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>
    /// Whether a message compressed for one connection fits every other whose peer has this window or a larger one: its blocks
    /// refer to nothing before it.
    /// </summary>
    public bool IsShareable => !_keepsContext;

    /// <summary>
    /// Compresses the next piece of a message; at its end the tail 00 00 FF FF is removed (RFC 7692 section 7.2.1). A piece that
    /// does not end the message may leave nothing in <paramref name="output"/> yet.
    /// </summary>
    /// <exception cref="ObjectDisposedException">After <see cref="Dispose"/>.</exception>
    public void Compress(ReadOnlySpan<byte> input, bool endOfMessage, IBufferWriter<byte> output)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (input.IsEmpty && !_inMessage)
        {
            if (endOfMessage)
                output.Write([EmptyMessage]);
            return;
        }

        _inMessage = true;
        var deflater = _deflater ??= _keepsContext
            ? new Deflater(_windowBits, _level, PerMessageDeflate.KeptMemoryLevel(_windowBits))
            : DeflaterPool.For(_windowBits, _level).Rent();
        if (!endOfMessage)
        {
            Deflate(deflater, input, ZlibFlush.None, output);
            return;
        }

        Deflate(deflater, input, _keepsContext ? ZlibFlush.Sync : ZlibFlush.Full, output);
        _inMessage = false;

        // Whoever takes the state out of the field owns it: this, or a Dispose that came meanwhile.
        if (!_keepsContext && Interlocked.Exchange(ref _deflater, null) is { } borrowed)
            DeflaterPool.For(_windowBits, _level).Return(borrowed);
    }

    /// <summary>Gives the native memory back. May be called repeatedly.</summary>
    public void Dispose()
    {
        _disposed = true;

        // A state in the middle of a message is of no use to another.
        Interlocked.Exchange(ref _deflater, null)?.Dispose();
    }

    /// <summary>
    /// Writes all that a step yields, straight into the output. What was advanced cannot be taken back, so a flush keeps the last
    /// four bytes in hand until it is known whether they are the tail.
    /// </summary>
    private static void Deflate(Deflater deflater, ReadOnlySpan<byte> input, ZlibFlush flush, IBufferWriter<byte> output)
    {
        Span<byte> held = stackalloc byte[Tail.Length];
        var heldLength = 0;
        bool filled;
        do
        {
            var span = output.GetSpan(Math.Clamp(input.Length, SmallestRoom, LargestRoomAskedFor));
            held[..heldLength].CopyTo(span);
            deflater.Deflate(input, span[heldLength..], flush, out var consumed, out var written);
            input = input[consumed..];

            var length = heldLength + written;
            filled = length == span.Length;
            heldLength = flush == ZlibFlush.None ? 0 : Math.Min(length, Tail.Length);
            span[(length - heldLength)..length].CopyTo(held);
            output.Advance(length - heldLength);
        }
        while (filled);

        Debug.Assert(input.IsEmpty && (flush == ZlibFlush.None || held.SequenceEqual(Tail)), "A flush ends with the tail.");
    }
}
