using System.Threading.Tasks.Sources;
using Sockeye.Protocol;

namespace Sockeye.Receiving;

/// <summary>The consumer's side: asking for the next message or part, and saying that the last is done with.</summary>
internal sealed partial class Inbound
{
    private ManualResetValueTaskSourceCore<MessagePart> _source;
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;

    /// <summary>The next whole message; null after the end. Asking is what frees the last one.</summary>
    public ValueTask<WebSocketMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        Ask(Consumer.Whole, cancellationToken, out var part)
            ? new ValueTask<WebSocketMessage?>(ToMessage(part))
            : new ValueTask<WebSocketMessage?>(this, _source.Version);

    /// <summary>Whether there is a next whole message: <see cref="Current"/>.</summary>
    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (!Ask(Consumer.Whole, cancellationToken, out var part))
            return new ValueTask<bool>(this, _source.Version);
        return new ValueTask<bool>(SetCurrent(part));
    }

    /// <summary>The message that <see cref="MoveNextAsync"/> found.</summary>
    public WebSocketMessage Current { get; private set; }

    /// <summary>
    /// The next part of a message; of kind <see cref="PartKind.NeedMore"/> after the end, and once when the rest of a message was dropped.
    /// </summary>
    public ValueTask<MessagePart> ReceivePartAsync(CancellationToken cancellationToken) =>
        Ask(Consumer.Parts, cancellationToken, out var part)
            ? new ValueTask<MessagePart>(part)
            : new ValueTask<MessagePart>(this, _source.Version);

    /// <summary>Whoever received last, and will not again, is done with the message.</summary>
    public void Release() => Release(handlers: false);

    /// <summary>The event handlers are done with their message.</summary>
    public void HandlersFinished() => Release(handlers: true);

    private void Release(bool handlers)
    {
        bool held;
        var resume = false;
        lock (_gate)
        {
            ReleaseRetained(handlers);
            held = _phase == Phase.Held;
            if (_phase == Phase.Lent && _lentToHandlers == handlers)
                resume = Free();
        }
        if (resume)
            wire.Resume();
        else if (held && handlers)
            RaiseHeldLater();
    }

    /// <summary>
    /// The application is long at work on a message: reading goes on behind it, up to the next message, so that pings are answered and
    /// the peer's end is seen. The message stays as it is.
    /// </summary>
    public void ReadOn()
    {
        bool resume;
        lock (_gate)
        {
            if (_phase != Phase.Lent || !_paused || _inParts)
                return;
            Retain();
            resume = Free();
        }
        if (resume)
            wire.Resume();
    }

    /// <summary>A first event handler has come; a message may be waiting for it.</summary>
    public void HandlerAdded()
    {
        bool held;
        // Under the lock, because a message is held by whoever found no handler under it.
        lock (_gate)
            held = _phase == Phase.Held;
        if (held)
            RaiseHeldLater();
    }

    /// <summary>
    /// This end has begun to close: what nobody takes is dropped, so that the peer's close frame is reached. A message that is lent stays
    /// as it is until its consumer is done with it.
    /// </summary>
    public void BeginClosing()
    {
        bool resume;
        lock (_gate)
        {
            _closing = true;
            if (_phase == Phase.Lent)
                Retain();
            resume = _phase != Phase.Flowing && Free();
        }
        if (resume)
            wire.Resume();
    }

    /// <summary>Nothing of what still comes matters.</summary>
    public void Discard()
    {
        _discarding = true;
        BeginClosing();
    }

    /// <summary>No message will follow: whoever waits is told.</summary>
    public void End()
    {
        bool complete;
        lock (_gate)
        {
            _ended = true;
            complete = _waiting != Consumer.None;
            _waiting = Consumer.None;
        }
        if (complete)
            Complete(default);
    }

    // True when there is an answer at once: a message, or that there will be none.
    private bool Ask(Consumer consumer, CancellationToken cancellationToken, out MessagePart part)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsInDelivery(consumer))
            return AskInDelivery(cancellationToken, out part);
        bool answered;
        bool resume;
        lock (_gate)
        {
            CheckMayAsk(consumer);
            ReleaseRetained(handlers: false);
            resume = _phase == Phase.Lent && Free();
            answered = TryTakeHeld(consumer, ref resume, out part) || !TryWait(consumer, cancellationToken);
        }
        if (resume)
            wire.Resume();
        return answered;
    }

    // Asked in the course of the delivery of the last message, on the wire's thread: the next, if it has come, is had without waiting.
    private bool AskInDelivery(CancellationToken cancellationToken, out MessagePart part)
    {
        lock (_gate)
        {
            CheckMayAsk(Consumer.Whole);
            Free();
        }
        if (TryReadWhole(out part))
            return true;
        part = default;
        lock (_gate)
            return !TryWait(Consumer.Whole, cancellationToken);
    }

    private bool IsInDelivery(Consumer consumer) =>
        _phase == Phase.Lent && consumer == Consumer.Whole && !_inParts && _thread == Environment.CurrentManagedThreadId;

    private bool TryReadWhole(out MessagePart part)
    {
        while (TryRead(out part))
        {
            lock (_gate)
            {
                if (IsWhole(part))
                {
                    Lend(part, inParts: false);
                    return true;
                }
                if (part.IsStart)
                    Assemble(part);
            }
        }
        return false;
    }

    // False when there is nothing to wait for: the end, or the cut in a streamed message.
    private bool TryWait(Consumer consumer, CancellationToken cancellationToken)
    {
        if (_ended || _cut)
        {
            _cut = false;
            return false;
        }
        _source.Reset();
        _waiting = consumer;
        _cancellation = cancellationToken;
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static (state, token) => ((Inbound)state!).Cancel(token), this);
        }
        return true;
    }

    private void CheckMayAsk(Consumer consumer)
    {
        if (_waiting != Consumer.None)
            throw new InvalidOperationException("Another receive is under way; a connection has one reader at a time.");
        if (owner.MessageHandlers is not null)
            throw new InvalidOperationException("Messages go to MessageReceived; remove its handlers to receive them yourself.");
        if ((_inParts || _cut) && consumer == Consumer.Whole && !_ended)
            throw new InvalidOperationException("A message is being read as a stream; read it to its end or dispose the stream first.");
    }

    private bool TryTakeHeld(Consumer consumer, ref bool resume, out MessagePart part)
    {
        part = _held;
        if (_phase != Phase.Held)
            return false;
        if (consumer == Consumer.Parts || part.IsEnd)
        {
            Lend(part, consumer == Consumer.Parts);
            return true;
        }
        // The beginning of a message was held until somebody said how to read it.
        Assemble(part);
        resume |= Free();
        return false;
    }

    private void RaiseHeldLater() =>
        ThreadPool.UnsafeQueueUserWorkItem(static inbound => inbound.RaiseHeld(), this, preferLocal: false);

    private void RaiseHeld()
    {
        Action<WebSocketMessage>? handlers;
        MessagePart part;
        var resume = false;
        lock (_gate)
        {
            handlers = owner.MessageHandlers;
            if (_phase != Phase.Held || handlers is null || owner.Dispatcher.IsBusy)
                return;
            _lentToHandlers = TryTakeHeld(Consumer.Whole, ref resume, out part);
            if (!_lentToHandlers)
                handlers = null;
        }
        if (handlers is not null)
            owner.Dispatcher.Raise(handlers, new WebSocketMessage(part.Type, part.Payload));
        else if (resume)
            wire.Resume();
    }

    private void Complete(in MessagePart part)
    {
        _registration.Unregister();
        _source.SetResult(part);
    }

    private void Cancel(CancellationToken token)
    {
        lock (_gate)
        {
            // A late call for an earlier receive; that token's own receive is over.
            if (_waiting == Consumer.None || _cancellation != token)
                return;
            _waiting = Consumer.None;
        }
        _source.SetException(new OperationCanceledException(token));
    }

    private bool SetCurrent(in MessagePart part)
    {
        Current = new WebSocketMessage(part.Type, part.Payload);
        return part.Kind == PartKind.Data;
    }

    private static WebSocketMessage? ToMessage(in MessagePart part) =>
        part.Kind == PartKind.Data ? new WebSocketMessage(part.Type, part.Payload) : null;

    WebSocketMessage? IValueTaskSource<WebSocketMessage?>.GetResult(short token) => ToMessage(_source.GetResult(token));

    bool IValueTaskSource<bool>.GetResult(short token) => SetCurrent(_source.GetResult(token));

    MessagePart IValueTaskSource<MessagePart>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<WebSocketMessage?>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<MessagePart>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<WebSocketMessage?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<MessagePart>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
