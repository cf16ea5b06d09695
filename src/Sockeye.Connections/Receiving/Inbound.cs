using System.Threading.Tasks.Sources;
using Sockeye.Protocol;
using Sockeye.Sending;
using Sockeye.Wires;

namespace Sockeye.Receiving;

/// <summary>
/// The receiving half of a connection: reads what the wire delivers, answers control frames, and hands messages over one at a time,
/// in place. While a message is held for a consumer or lent to one, nothing is read: that is the backpressure.
/// </summary>
internal sealed partial class Inbound(WebSocketConnection owner, Wire wire, MessageReader reader, Outbound outbound)
    : IWireReceiver, IValueTaskSource<MessagePart>, IValueTaskSource<WebSocketMessage?>, IValueTaskSource<bool>
{
    private readonly Lock _gate = new();
    private MessageAssembler _assembler;
    private MessagePart _held;
    private volatile Phase _phase;
    private Consumer _waiting;
    // The wire stopped and waits for Resume.
    private bool _paused;
    // Bytes at the start of the next delivery that belong to a message handed over already.
    private int _skip;
    // The delivery under way: its bytes, how far they are done with, the last piece behind that, and the thread; 0 between deliveries.
    private Memory<byte> _window;
    private int _offset;
    private int _used;
    private int _thread;
    // What happens to the message under way: joined for a consumer of whole messages, given in parts, or neither and dropped.
    private bool _assembling;
    private bool _inParts;
    // The message lent is the handlers' to give back, and not a reader's that took over from them.
    private bool _lentToHandlers;
    // The rest of a message in parts was dropped; whoever reads it has not been told yet.
    private bool _cut;
    // This end is closing: what nobody waits for is dropped.
    private bool _closing;
    // A consumer still works on a message, though reading goes on behind it.
    private bool _retained;
    private bool _retainedForHandlers;
    // Whatever comes is ignored, unread.
    private volatile bool _discarding;
    private volatile bool _ended;

    private enum Phase : byte
    {
        /// <summary>Nothing is outstanding; the wire may deliver.</summary>
        Flowing,

        /// <summary>A message is there and nobody has taken it.</summary>
        Held,

        /// <summary>A consumer works on a message.</summary>
        Lent,
    }

    private enum Consumer : byte
    {
        None,
        Whole,
        Parts,
    }

    /// <summary>When bytes last came, in the connection's clock.</summary>
    public long LastReceived { get; private set; } = owner.Now;

    /// <summary>
    /// When the frame or message under way began, moved by the time the application held up reading it; 0 when none is.
    /// </summary>
    public long MessageSince { get; private set; }

    /// <summary>Whether no message will follow.</summary>
    public bool HasEnded => _ended;

    /// <summary>What the peer's close frame said, once it has come.</summary>
    public (CloseCode Code, string Reason) PeerClose => (reader.CloseCode, reader.CloseReason);

    /// <summary>Whether reading waits for the application, which may be at work on a message this moment.</summary>
    public bool IsHeldUp => _phase != Phase.Flowing || Volatile.Read(ref _thread) != 0;

    /// <inheritdoc/>
    public bool Deliver(Memory<byte> window, out int consumed)
    {
        var began = LastReceived = owner.Now;
        outbound.Cork();
        (_window, _offset, _used) = (window, _skip, 0);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            return ReadWindow(out consumed);
        }
        finally
        {
            _window = default;
            outbound.Uncork();
            NoteTime(began);
            Volatile.Write(ref _thread, 0);
        }
    }

    /// <inheritdoc/>
    public void Ended(Exception? error)
    {
        reader.Dispose();
        owner.WireEnded(error);
    }

    private bool ReadWindow(out int consumed)
    {
        _skip = 0;
        while (TryRead(out var part))
        {
            if (HandOver(part))
                continue;
            // The message's own bytes must stay; they are skipped when the window comes again.
            (consumed, _skip) = (_offset, _used);
            return false;
        }
        consumed = _window.Length;
        return true;
    }

    // The next piece of data in the window, or none; what else is there is done on the way. Moves past the last piece first.
    private bool TryRead(out MessagePart part)
    {
        _offset += _used;
        _used = 0;
        while (!_discarding)
        {
            part = reader.Read(_window[_offset..], out _used);
            if (part.Kind == PartKind.NeedMore)
                return false;
            if (!reader.IsInMessage)
                MessageSince = 0;
            if (part.Kind != PartKind.Data)
                ControlReceived(part);
            else if (!_assembling)
                return true;
            else if (Append(ref part))
                return true;
            _offset += _used;
        }
        part = default;
        return false;
    }

    private void ControlReceived(in MessagePart part)
    {
        // Whoever else fails the connection this moment, nothing follows a failure.
        if (part.Kind == PartKind.Failed)
            _discarding = true;
        owner.ControlReceived(part, reader);
    }

    private bool Append(ref MessagePart part)
    {
        if (!_assembler.Append(part, reader.FrameRemaining, out var whole))
            return false;
        _assembling = false;
        part = new MessagePart(PartKind.Data, part.Type, isStart: true, isEnd: true, whole);
        return true;
    }

    // The time between receiving bytes and being done with them is the application's, not the peer's.
    private void NoteTime(long began)
    {
        LastReceived = owner.Now;
        MessageSince = !reader.IsInMessage ? 0 : MessageSince == 0 ? LastReceived : MessageSince + (LastReceived - began);
    }

    // True when reading goes on.
    private bool HandOver(in MessagePart part)
    {
        Action<WebSocketMessage>? handlers;
        bool complete;
        lock (_gate)
        {
            // The beginning was dropped, so the rest is.
            if (!part.IsStart && !_inParts)
                return true;
            handlers = _inParts ? null : owner.MessageHandlers;
            var busy = handlers is null ? _waiting == Consumer.None : owner.Dispatcher.IsBusy;
            if (_closing && busy)
            {
                Drop();
                return true;
            }
            if (!IsWhole(part) && (handlers is not null || _waiting == Consumer.Whole))
            {
                Assemble(part);
                return true;
            }
            if (busy)
            {
                _phase = Phase.Held;
                _held = part;
                _paused = true;
                return false;
            }
            complete = handlers is null;
            Lend(part, inParts: complete && _waiting == Consumer.Parts);
            _lentToHandlers = !complete;
            // A receive that was begun before the handlers came goes on waiting, for the time when they are gone or for the end.
            if (complete)
                _waiting = Consumer.None;
        }
        if (complete)
            Complete(part);
        else
            owner.Dispatcher.Raise(handlers!, new WebSocketMessage(part.Type, part.Payload));
        // Usually whoever had the message is done with it by now.
        if (_phase == Phase.Flowing)
            return true;
        lock (_gate)
        {
            _paused = _phase != Phase.Flowing;
            return !_paused;
        }
    }

    private static bool IsWhole(in MessagePart part) => part.IsStart && part.IsEnd;

    private void Drop()
    {
        _cut |= _inParts;
        _inParts = false;
        _assembler.Release();
    }

    private void Assemble(in MessagePart part)
    {
        _assembling = true;
        _assembler.Append(part, reader.FrameRemaining, out _);
    }

    private void Lend(in MessagePart part, bool inParts)
    {
        _phase = Phase.Lent;
        _inParts = inParts && !part.IsEnd;
        ConnectionMetrics.PartReceived(part.Payload.Length, part.IsEnd);
    }

    // Under the lock.
    private void Retain()
    {
        _retained = true;
        _retainedForHandlers = _lentToHandlers;
        wire.Retain();
        reader.Retain();
        if (!_assembling)
            _assembler.Retain();
    }

    // Under the lock.
    private void ReleaseRetained(bool handlers)
    {
        if (!_retained || _retainedForHandlers != handlers)
            return;
        _retained = false;
        wire.Release();
    }

    // Under the lock: the message at hand is done with. True: the caller must resume the wire, outside the lock.
    private bool Free()
    {
        _phase = Phase.Flowing;
        _lentToHandlers = false;
        _held = default;
        if (!_assembling)
            _assembler.Release();
        if (_paused)
            NoteTime(LastReceived);
        var resume = _paused;
        _paused = false;
        return resume;
    }
}
