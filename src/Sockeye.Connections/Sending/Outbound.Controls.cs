using Sockeye.Protocol;

namespace Sockeye.Sending;

/// <summary>
/// Control frames: they overtake waiting messages, and go between the frames of a streamed one (RFC 6455 section 5.5).
/// </summary>
internal sealed partial class Outbound
{
    // At most a ping and a pong: a pong may answer the latest ping only (RFC 6455 section 5.5.3), and ours are numbered, so that the
    // answer to a ping answers all before it.
    private List<(Opcode Opcode, byte[] Payload)>? _controls;
    private CloseCode _closeCode;
    private string _closeReason = "";
    private bool _closeWritten;

    /// <summary>Sends a ping or pong; one that cannot go out yet takes the place of an earlier one of its kind.</summary>
    public void SendControl(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_closing)
                return;
            if (_writing)
            {
                Defer(opcode, payload);
                return;
            }
            FrameWriter.Write(wire, opcode, fin: true, rsv1: false, payload, encoder.NextKey());
            _unflushed += payload.Length + FrameHeader.MaxSize;
            if (!MustFlush())
                return;
        }
        Flush();
    }

    /// <summary>
    /// Sends the close frame and lets nothing follow it. What waits is sent before it, unless the peer would not read it any more.
    /// </summary>
    public void SendClose(CloseCode code, string reason, bool flushWaiting)
    {
        lock (_gate)
        {
            if (_closing)
                return;
            _closing = true;
            (_closeCode, _closeReason) = (code, reason);
            if (!flushWaiting || _streaming)
                DropWaiting();
            if (_writing)
                return;
            WriteClose();
            BeginWriting();
        }
        Flush();
    }

    /// <summary>The connection is over: whatever waits has not been sent.</summary>
    public void End()
    {
        lock (_gate)
        {
            _closing = true;
            _closeWritten = true;
            DropWaiting();
            // Whoever still writes or streams uses the encoder; then its native memory is left to its finalizer.
            if (!_writing && !_streaming)
                encoder.Dispose();
        }
    }

    private void Defer(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        _controls ??= [];
        var earlier = _controls.FindIndex(control => control.Opcode == opcode);
        if (earlier >= 0)
            _controls.RemoveAt(earlier);
        _controls.Add((opcode, payload.ToArray()));
    }

    private void WriteControls()
    {
        if (_controls is null)
            return;
        foreach (var (opcode, payload) in _controls)
        {
            FrameWriter.Write(wire, opcode, fin: true, rsv1: false, payload, encoder.NextKey());
            _unflushed += payload.Length + FrameHeader.MaxSize;
        }
        _controls.Clear();
    }

    private void WriteClose()
    {
        if (_closeWritten)
            return;
        _closeWritten = true;
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayload];
        var length = CloseFrame.Write(payload, _closeCode, _closeReason);
        FrameWriter.Write(wire, Opcode.Close, fin: true, rsv1: false, payload[..length], encoder.NextKey());
    }

    private void DropWaiting()
    {
        var dropped = _queue?.Clear() ?? 0;
        if (dropped != 0)
            ConnectionMetrics.Dropped(dropped, "closed");
        while (_waiters is { Count: > 0 })
        {
            var waiter = _waiters.First!.Value;
            _waiters.RemoveFirst();
            waiter.Fail(owner.CreateClosedException());
        }
        _fragment?.Waiter.Fail(owner.CreateClosedException());
        _fragment = null;
    }
}
