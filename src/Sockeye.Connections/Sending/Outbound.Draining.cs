using System.Runtime.CompilerServices;
using Sockeye.Protocol;

namespace Sockeye.Sending;

/// <summary>The writer: flushes, and while there is something waiting writes it in order, a chunk for each flush.</summary>
internal sealed partial class Outbound
{
    private long _stuckSince;

    /// <summary>Since when the transport has had no room, in the connection's clock; 0 while it has.</summary>
    public long StuckSince => Volatile.Read(ref _stuckSince);

    /// <summary>The handshake is answered: what was sent until now goes out, and from now on nothing need wait.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _writing = HasSomethingToWrite;
            if (!_writing)
                return;
        }
        _ = DrainAsync(new ValueTask<bool>(true));
    }

    // The caller has set _writing.
    private void Flush()
    {
        var flush = wire.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            if (!MustGoOn(flush.Result))
                return;
            flush = new ValueTask<bool>(true);
        }
        _ = DrainAsync(flush);
    }

    private async Task DrainAsync(ValueTask<bool> flush)
    {
        try
        {
            while (MustGoOn(await WatchAsync(flush).ConfigureAwait(false)))
            {
                SendWaiter? waiter;
                OutboundMessage? large;
                lock (_gate)
                    WriteBatch(out large, out waiter);
                if (large is { } message)
                    await SendLargeAsync(message, waiter).ConfigureAwait(false);
                flush = wire.FlushAsync();
            }
        }
        catch (Exception e)
        {
            // Nothing here throws on what a peer does; whatever it is, the connection cannot go on without its writer.
            owner.Break(e);
        }
    }

    private ValueTask<bool> WatchAsync(ValueTask<bool> flush) => flush.IsCompleted ? flush : TakeTimeAsync(flush);

    // Only under backpressure: how long the peer has taken nothing.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TakeTimeAsync(ValueTask<bool> flush)
    {
        Volatile.Write(ref _stuckSince, owner.Now);
        var alive = await flush.ConfigureAwait(false);
        Volatile.Write(ref _stuckSince, 0);
        return alive;
    }

    // What a flush's end means: whether there is more to write.
    private bool MustGoOn(bool alive)
    {
        bool closed;
        lock (_gate)
        {
            closed = _closeWritten;
            if (alive && !closed && HasSomethingToWrite)
                return true;
            _writing = false;
        }
        if (!alive)
            owner.Break(null);
        else if (closed)
            owner.CloseFrameSent();
        return false;
    }

    private bool HasSomethingToWrite =>
        _controls is { Count: > 0 } || _closing || (_streaming ? _fragment is not null : HasWaiting);

    private bool HasWaiting => _queue is { Count: > 0 } || _waiters is { Count: > 0 };

    // Under the lock: control frames first, then messages in order, then the close frame when nothing is left before it.
    private void WriteBatch(out OutboundMessage? large, out SendWaiter? largeWaiter)
    {
        large = null;
        largeWaiter = null;
        _unflushed = 0;
        WriteControls();
        if (_streaming)
            WritePendingFragment();
        while (!_streaming && _unflushed < ChunkSize && TryTakeNext(out var message, out var waiter))
        {
            if (message.Length > ChunkSize)
            {
                large = message;
                largeWaiter = waiter;
                return;
            }
            WriteTaken(message, waiter);
        }
        if (_closing && !HasWaiting)
            WriteClose();
        _unflushed = 0;
    }

    private void WriteTaken(in OutboundMessage message, SendWaiter? waiter)
    {
        try
        {
            encoder.Write(wire, message);
        }
        catch
        {
            // Nobody else knows of this waiter any more.
            waiter?.Fail(owner.CreateClosedException());
            throw;
        }
        _unflushed += message.Length + FrameHeader.MaxSize;
        ConnectionMetrics.MessageSent(message.Length);
        message.Release();
        waiter?.Complete();
    }

    private bool TryTakeNext(out OutboundMessage message, out SendWaiter? waiter)
    {
        waiter = null;
        message = default;
        while (HasWaiting)
        {
            if (IsQueueFirst)
            {
                waiter = null;
                message = _queue!.Dequeue();
                return true;
            }
            waiter = _waiters!.First!.Value;
            _waiters.RemoveFirst();
            if (waiter.Message is { } waiting)
            {
                message = waiting;
                return true;
            }
            if (!_closing)
            {
                _streaming = true;
                waiter.Complete();
                return false;
            }
            waiter.Fail(owner.CreateClosedException());
        }
        return false;
    }

    private bool IsQueueFirst =>
        _queue is { Count: > 0 } && (_waiters?.First is not { } first || _queue.FirstPlace < first.Value.Place);

    private async ValueTask SendLargeAsync(OutboundMessage message, SendWaiter? waiter)
    {
        var sent = false;
        try
        {
            sent = await WriteLargeAsync(message).ConfigureAwait(false);
        }
        finally
        {
            encoder.ReleaseEncoded();
            message.Release();
            if (sent)
                waiter?.Complete();
            else
                waiter?.Fail(owner.CreateClosedException());
        }
    }

    // False: the transport went before the last chunk. In chunks, so that a message of any size costs the wire a chunk of memory. Nobody
    // else writes meanwhile, but the connection may end: under the lock nothing is written to a wire that is closed.
    private async ValueTask<bool> WriteLargeAsync(OutboundMessage message)
    {
        ConnectionMetrics.MessageSent(message.Length);
        uint? key = null;
        if (!encoder.TryGetPreparedFrame(message, out var rest))
        {
            rest = encoder.Encode(message, out var compressed);
            key = encoder.NextKey();
            lock (_gate)
            {
                if (_closeWritten)
                    return false;
                FrameWriter.WriteHeader(wire, message.Opcode, fin: true, compressed, rest.Length, key);
            }
        }
        while (rest.Length > ChunkSize)
        {
            // The chunk's length is a multiple of the key's, so the key needs no rotation.
            if (!WriteChunk(rest.Span[..ChunkSize], key) || !await WatchAsync(wire.FlushAsync()).ConfigureAwait(false))
                return false;
            rest = rest[ChunkSize..];
        }
        return WriteChunk(rest.Span, key);
    }

    private bool WriteChunk(ReadOnlySpan<byte> chunk, uint? key)
    {
        lock (_gate)
        {
            if (_closeWritten)
                return false;
            FrameWriter.WritePayload(wire, chunk, key);
            return true;
        }
    }
}
