using System.Runtime.InteropServices;

namespace Sockeye.Protocol;

/// <summary>
/// Owns one native codec state. A <see cref="SafeHandle"/>, so that the memory comes back even when a connection is forgotten,
/// and so that disposing it during a step on another thread waits for the step. Steps themselves are one at a time.
/// </summary>
internal abstract unsafe class ZlibState() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    private static int _openCount;

    private ZStream _stream;

    /// <summary>How many native states the process holds: those in pools, those lent, and those connections keep.</summary>
    public static int OpenCount => Volatile.Read(ref _openCount);

    public sealed override bool IsInvalid => handle == 0;

    protected abstract ZlibResult Open(ZStream* stream);

    protected abstract ZlibResult Step(ZStream* stream, ZlibFlush flush);

    protected abstract void End(ZStream* stream);

    protected void Open()
    {
        fixed (ZStream* stream = &_stream)
        {
            var result = Open(stream);
            SetHandle(stream->InternalState);
            if (!IsInvalid)
                Interlocked.Increment(ref _openCount);
            if (result == ZlibResult.Ok)
                return;

            Dispose();
            if (result == ZlibResult.MemoryError)
                throw new InsufficientMemoryException("No native memory for another deflate state.");
            throw new InvalidOperationException($"zlib refused the settings of {GetType().Name}: {result}.");
        }
    }

    protected ZlibResult Run(ReadOnlySpan<byte> input, Span<byte> output, ZlibFlush flush, out int consumed, out int written)
    {
        // zlib refuses null pointers even where it may neither read nor write.
        byte nowhere = 0;
        var held = false;
        DangerousAddRef(ref held);
        try
        {
            fixed (ZStream* stream = &_stream)
            fixed (byte* source = &MemoryMarshal.GetReference(input), target = &MemoryMarshal.GetReference(output))
            {
                stream->NextIn = input.IsEmpty ? &nowhere : source;
                stream->AvailableIn = (uint)input.Length;
                stream->NextOut = output.IsEmpty ? &nowhere : target;
                stream->AvailableOut = (uint)output.Length;

                var result = Step(stream, flush);
                consumed = input.Length - (int)stream->AvailableIn;
                written = output.Length - (int)stream->AvailableOut;
                return result;
            }
        }
        finally
        {
            if (held)
                DangerousRelease();
        }
    }

    /// <summary>Runs something on the native stream that neither reads nor writes.</summary>
    protected void Apply(delegate*<ZStream*, void> action)
    {
        var held = false;
        DangerousAddRef(ref held);
        try
        {
            fixed (ZStream* stream = &_stream)
                action(stream);
        }
        finally
        {
            if (held)
                DangerousRelease();
        }
    }

    protected sealed override bool ReleaseHandle()
    {
        // zlib reports a state that ends in the middle of a stream; that is how ours always end.
        fixed (ZStream* stream = &_stream)
            End(stream);
        Interlocked.Decrement(ref _openCount);
        return true;
    }
}
