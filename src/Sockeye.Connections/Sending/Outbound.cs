using Sockeye.Protocol;
using Sockeye.Wires;

namespace Sockeye.Sending;

/// <summary>
/// The sending half of a connection. Any number of senders, one writer at a time: a small message goes straight into the wire's
/// memory when nobody else writes; while a flush is under way messages wait in a bounded queue, and senders for room in it. Sends
/// made on the wire's thread while it delivers are flushed together at the end of the delivery (<see cref="Cork"/>).
/// </summary>
internal sealed partial class Outbound(WebSocketConnection owner, Wire wire, FrameEncoder encoder, WebSocketConnectionOptions options)
{
    /// <summary>Bytes after which a batch is flushed, and in which a large message is written.</summary>
    public const int ChunkSize = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly int _maxMessages = options.MaxQueuedMessages;
    private readonly int _maxBytes = options.MaxQueuedBytes;
    private readonly SlowConsumerPolicy _policy = options.SlowConsumerPolicy;

    // Somebody flushes or drains. While nobody does and nothing streams, the queue and the waiters are empty.
    // True from the beginning: before the handshake is answered, what is sent waits.
    private bool _writing = true;
    private bool _closing;
    private long _unflushed;
    private int _corkThread;
    // Messages with room in the queue, and senders that wait: one line, in the order of their places.
    private SendQueue? _queue;
    private LinkedList<SendWaiter>? _waiters;
    private long _lastPlace;

    /// <summary>Bytes of payload that wait for the peer.</summary>
    public long QueuedBytes => Volatile.Read(ref _queue)?.Bytes ?? 0;

    /// <summary>Sends a message, waiting for room; complete when it is written or queued.</summary>
    public ValueTask SendAsync(in OutboundMessage message, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        SendWaiter? waiter = null;
        var flush = false;
        lock (_gate)
        {
            if (_closing)
                return ValueTask.FromException(owner.CreateClosedException());
            if (CanWriteNow(message.Length))
                flush = Write(message);
            else if (HasRoom(message.Length) && message.Length <= ChunkSize)
                Enqueue(message);
            else
                waiter = Wait(message, cancellationToken, out flush);
        }
        if (flush)
            Flush();
        return waiter?.Task ?? default;
    }

    /// <summary>Sends a message if that needs no waiting.</summary>
    public SendResult TrySend(in OutboundMessage message) => Offer(message, SlowConsumerPolicy.Wait);

    /// <summary>Sends a message under the slow-consumer policy.</summary>
    public SendResult Offer(in OutboundMessage message) => Offer(message, _policy);

    private SendResult Offer(in OutboundMessage message, SlowConsumerPolicy policy)
    {
        var result = SendResult.Sent;
        bool flush;
        lock (_gate)
        {
            if (_closing)
                return SendResult.Closed;
            if (CanWriteNow(message.Length))
            {
                flush = Write(message);
            }
            else
            {
                if (policy == SlowConsumerPolicy.DropOldest)
                    MakeRoom(message.Length);
                if (!HasRoom(message.Length))
                    result = SendResult.Full;
                else
                    Enqueue(message);
                if (result == SendResult.Sent)
                    result = SendResult.Queued;
                // A large message found nobody writing: the queue's owner must begin to.
                flush = result == SendResult.Queued && !_writing && !_streaming;
                _writing |= flush;
            }
        }
        if (flush)
            Flush();
        if (result == SendResult.Full)
            Refused(policy);
        return result;
    }

    private void Refused(SlowConsumerPolicy policy)
    {
        if (policy == SlowConsumerPolicy.DropNewest)
            ConnectionMetrics.Dropped(1, "newest");
        else if (policy == SlowConsumerPolicy.CloseTryAgainLater)
            owner.CloseSlowConsumer(CloseCode.TryAgainLater);
        else if (policy == SlowConsumerPolicy.ClosePolicyViolation)
            owner.CloseSlowConsumer(CloseCode.PolicyViolation);
    }

    /// <summary>From now on, sends on this thread are flushed together by <see cref="Uncork"/>.</summary>
    public void Cork() => _corkThread = Environment.CurrentManagedThreadId;

    /// <summary>Flushes what was sent since <see cref="Cork"/>.</summary>
    public void Uncork()
    {
        _corkThread = 0;
        if (Volatile.Read(ref _unflushed) == 0)
            return;
        lock (_gate)
        {
            if (_writing || _unflushed == 0)
                return;
            BeginWriting();
        }
        Flush();
    }

    private bool CanWriteNow(int length) => !_writing && !_streaming && length <= ChunkSize;

    private bool HasRoom(int length) => _queue?.HasRoom(length) ?? true;

    private void MakeRoom(int length)
    {
        while (_queue is { Count: > 0 } && !_queue.HasRoom(length))
        {
            _queue.Dequeue().Release();
            ConnectionMetrics.Dropped(1, "oldest");
        }
    }

    private void Enqueue(in OutboundMessage message) =>
        (_queue ??= new SendQueue(_maxMessages, _maxBytes)).Enqueue(message.ToOwned(), ++_lastPlace);

    // Under the lock. A large message, or a stream, that finds nobody writing waits only for the writer, which the caller must start.
    private SendWaiter Wait(in OutboundMessage? message, CancellationToken cancellationToken, out bool flush)
    {
        var waiter = new SendWaiter { Message = message, Place = ++_lastPlace };
        (_waiters ??= new LinkedList<SendWaiter>()).AddLast(waiter);
        waiter.Watch(Cancel, cancellationToken);
        flush = !_writing && !_streaming;
        if (flush)
            BeginWriting();
        return waiter;
    }

    private void Cancel(SendWaiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiters is null || !_waiters.Remove(waiter))
                return;
        }
        waiter.Fail(new OperationCanceledException("The send was cancelled while it waited for room; nothing was sent.", cancellationToken));
    }

    // Both under the lock. True: the caller must flush, outside the lock.
    private bool Write(in OutboundMessage message)
    {
        encoder.Write(wire, message);
        _unflushed += message.Length + FrameHeader.MaxSize;
        ConnectionMetrics.MessageSent(message.Length);
        return MustFlush();
    }

    private bool MustFlush()
    {
        if (_corkThread == Environment.CurrentManagedThreadId && _unflushed < ChunkSize)
            return false;
        BeginWriting();
        return true;
    }

    private void BeginWriting()
    {
        _writing = true;
        _unflushed = 0;
    }
}
