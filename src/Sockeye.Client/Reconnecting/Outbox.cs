using System.Diagnostics.CodeAnalysis;

namespace Sockeye;

/// <summary>
/// Where messages go: to the open connection, or while there is none (and until what was queued has gone out) into a bounded
/// queue. A message that is being flushed stays at the head until the connection has taken it, so a loss in between keeps it and
/// the order. Thread-safe.
/// </summary>
internal sealed class Outbox(WhileDisconnected mode, int maxMessages, int maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Queue<(OutgoingMessage Message, int Length)> _queue = new();
    private WebSocketConnection? _direct;
    private TaskCompletionSource? _change;
    private long _queuedBytes;
    private bool _closed;

    /// <summary>Messages waiting for a connection.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _queue.Count;
        }
    }

    /// <summary>Where the message may go now, having queued it when that is the answer.</summary>
    public OutboxAnswer Offer(in OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_closed)
                return OutboxAnswer.Closed;
            if (_direct is not null)
                return OutboxAnswer.To(_direct);
            if (mode == WhileDisconnected.Refuse)
                return OutboxAnswer.Refused;
            var length = message.Length;
            if (_queue.Count > 0 && (_queue.Count >= maxMessages || _queuedBytes + length > maxBytes))
                return OutboxAnswer.Full(_change ??= new(TaskCreationOptions.RunContinuationsAsynchronously));
            _queue.Enqueue((message.ToOwned(), length));
            _queuedBytes += length;
            return OutboxAnswer.Queued;
        }
    }

    /// <summary>Sends what is queued, in order, and then lets messages pass straight to the connection.</summary>
    /// <exception cref="WebSocketClosedException">The connection ended; what it did not take is still queued.</exception>
    public async Task FlushAsync(WebSocketConnection connection)
    {
        while (TryPeek(connection, out var message))
        {
            await message.SendAsync(connection, CancellationToken.None).ConfigureAwait(false);
            RemoveHead();
        }
    }

    /// <summary>The connection takes no more: messages are queued or refused from here on.</summary>
    public void Detach(WebSocketConnection connection)
    {
        lock (_gate)
        {
            if (_direct == connection)
                _direct = null;
        }
    }

    /// <summary>Takes no more messages. What is queued may still be flushed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            SignalChange();
        }
    }

    private bool TryPeek(WebSocketConnection connection, [MaybeNullWhen(false)] out OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_queue.TryPeek(out var head))
            {
                message = head.Message;
                return true;
            }

            message = default;
            _direct = connection;
            SignalChange();
            return false;
        }
    }

    private void RemoveHead()
    {
        lock (_gate)
        {
            _queuedBytes -= _queue.Dequeue().Length;
            SignalChange();
        }
    }

    private void SignalChange()
    {
        _change?.SetResult();
        _change = null;
    }
}
