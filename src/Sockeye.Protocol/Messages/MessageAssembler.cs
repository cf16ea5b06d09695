using System.Buffers;

namespace Sockeye.Protocol;

/// <summary>
/// Joins the pieces of a message that did not arrive whole in a pooled buffer. The buffer grows with what has really arrived, never
/// with what a header claims, so a peer pays in bytes for the memory it makes us hold.
/// </summary>
internal struct MessageAssembler
{
    // A buffer may be this many times what has arrived, when the frame's header says that as much will come.
    private const int Foresight = 16;
    private const int SmallestBuffer = 4096;

    private byte[]? _buffer;
    private int _length;

    /// <summary>Takes the next piece; true with the whole message when it was the last.</summary>
    /// <param name="part">A piece of data; its payload is copied unless it is a message of its own.</param>
    /// <param name="expected">Bytes that the frame under way will still bring, as its header claims.</param>
    /// <param name="message">The message, valid until <see cref="Release"/> or the payload's own end.</param>
    public bool Append(in MessagePart part, long expected, out ReadOnlyMemory<byte> message)
    {
        if (part.IsStart && part.IsEnd)
        {
            message = part.Payload;
            return true;
        }
        EnsureRoom(part.Payload.Length, expected);
        part.Payload.CopyTo(_buffer.AsMemory(_length));
        _length += part.Payload.Length;
        message = _buffer.AsMemory(0, _length);
        return part.IsEnd;
    }

    /// <summary>What <see cref="Append"/> returned is still read: the buffer is left to the garbage collector.</summary>
    public void Retain() => (_buffer, _length) = (null, 0);

    /// <summary>Gives the buffer back; what <see cref="Append"/> returned is not valid any more.</summary>
    public void Release()
    {
        if (_buffer is null)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _length = 0;
    }

    private void EnsureRoom(int added, long expected)
    {
        var needed = _length + added;
        if (_buffer is not null && needed <= _buffer.Length)
            return;
        var foreseen = Math.Min(needed + expected, (long)needed * Foresight);
        var grown = Math.Max(Math.Max(foreseen, 2L * (_buffer?.Length ?? 0)), SmallestBuffer);
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(grown, Math.Max(needed, Array.MaxLength)));
        if (_buffer is not null)
        {
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
        }
        _buffer = larger;
    }
}
