using Sockeye.Protocol;

namespace Sockeye.Sending;

/// <summary>Messages written piece by piece: one at a time, with control frames between the fragments and nothing else.</summary>
internal sealed partial class Outbound
{
    private bool _streaming;
    private PendingFragment? _fragment;

    /// <summary>Waits for the turn to stream a message; until its last fragment is written, other messages wait.</summary>
    public ValueTask BeginStreamAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        lock (_gate)
        {
            if (_closing)
                return ValueTask.FromException(owner.CreateClosedException());
            if (_writing || _streaming)
                return Wait(null, cancellationToken, out _).Task;
            _streaming = true;
            return default;
        }
    }

    /// <summary>Writes a fragment of at most <see cref="ChunkSize"/> bytes; the next when this is complete.</summary>
    public ValueTask WriteFragmentAsync(Opcode opcode, bool fin, bool compressed, ReadOnlyMemory<byte> payload)
    {
        lock (_gate)
        {
            if (_closing)
                return ValueTask.FromException(owner.CreateClosedException());
            if (_writing)
            {
                _fragment = new PendingFragment(opcode, fin, compressed, payload, new SendWaiter());
                return _fragment.Waiter.Task;
            }
            WriteFragment(opcode, fin, compressed, payload.Span);
            // What waited for the stream's end is the writer's to find.
            BeginWriting();
        }
        Flush();
        return default;
    }

    /// <summary>The compressor, for the holder of the turn.</summary>
    public MessageCompressor? StreamCompressor => encoder.Compressor;

    private void WritePendingFragment()
    {
        if (_fragment is not { } fragment)
            return;
        _fragment = null;
        try
        {
            WriteFragment(fragment.Opcode, fragment.Fin, fragment.Compressed, fragment.Payload.Span);
        }
        catch
        {
            fragment.Waiter.Fail(owner.CreateClosedException());
            throw;
        }
        fragment.Waiter.Complete();
    }

    private void WriteFragment(Opcode opcode, bool fin, bool compressed, ReadOnlySpan<byte> payload)
    {
        FrameWriter.Write(wire, opcode, fin, compressed, payload, encoder.NextKey());
        _unflushed += payload.Length + FrameHeader.MaxSize;
        ConnectionMetrics.FragmentSent(payload.Length, fin);
        _streaming &= !fin;
    }

    private sealed record PendingFragment(Opcode Opcode, bool Fin, bool Compressed, ReadOnlyMemory<byte> Payload, SendWaiter Waiter);
}
