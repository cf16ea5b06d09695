using Sockeye.Protocol;

namespace Sockeye;

/// <content>The end of a connection: the closing handshake, failing it, and dropping it.</content>
public sealed partial class WebSocketConnection
{
    // After failing a connection: how long the line must be quiet before it is dropped. Dropped earlier, what the peer is still
    // sending would make its system discard our close frame unread.
    private static readonly TimeSpan LingerTime = TimeSpan.FromMilliseconds(200);

    private static readonly CancellationTokenSource AlreadyCancelled = CreateCancelled();

    private readonly TaskCompletionSource<WebSocketClosure> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _aborted;
    private volatile ConnectionState _state = ConnectionState.Connecting;
    private ClosingHandshake _closing;
    private long _closingSince;
    // The close frame of this end is not only decided on but out.
    private bool _closeFrameSent;
    private bool _failed;
    private volatile bool _broken;
    private Exception? _error;
    private volatile WebSocketClosure? _closure;

    /// <summary>
    /// Closes the connection: what was sent before goes out first, then the close frame, then the peer's is awaited. Safe to call
    /// again and from handlers; the first close counts. Messages that arrive meanwhile still go to whoever receives.
    /// </summary>
    /// <param name="code">
    /// 1000 to 1003, 1007 to 1014, 3000 to 4999, or <see cref="CloseCode.NoStatusReceived"/> to send none. Default 1000.
    /// </param>
    /// <param name="reason">At most 123 bytes of UTF-8; null for none.</param>
    /// <returns>How it ended, within <see cref="WebSocketConnectionOptions.CloseTimeout"/>; the task never fails.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code never goes on the wire (RFC 6455 section 7.4).</exception>
    /// <exception cref="ArgumentException">The reason is too long, or given without a code.</exception>
    public Task<WebSocketClosure> CloseAsync(CloseCode code = CloseCode.NormalClosure, string? reason = null)
    {
        CloseFrame.Validate(code, reason ?? "");
        BeginClosing(code, reason ?? "", flushWaiting: true);
        return Completion;
    }

    /// <summary>Drops the connection at once, without a close frame; what was not sent is lost. Safe from any thread.</summary>
    public void Abort()
    {
        // Close frames that went both ways stay a clean end: only waiting for the transport's is cut short.
        Finish(_closing.IsComplete
            ? DescribeEnd(null)
            : new WebSocketClosure(CloseCode.AbnormalClosure, "This end aborted the connection.", ClosedBy.Local, WasClean: false), abort: true);
    }

    /// <summary>The handshake was not answered after all: there never was a connection, and its transport is not ours.</summary>
    internal void Withdraw() => Finish(
        new WebSocketClosure(CloseCode.AbnormalClosure, "The handshake was not accepted.", ClosedBy.Local, WasClean: false), withdrawn: true);

    internal WebSocketClosedException CreateClosedException() =>
        new(Id, _closure);

    /// <summary>A handler or other code of the application's failed: 1011.</summary>
    internal void Fail(Exception error)
    {
        _owner?.ApplicationFailed(this, error);
        ReportError(error);
        BeginClosing(CloseCode.InternalError, "an error in the application", flushWaiting: true);
    }

    /// <summary>The outbound queue is full, and policy says that this connection goes.</summary>
    internal void CloseSlowConsumer(CloseCode code) =>
        BeginClosing(code, "too slow: the outbound queue is full", flushWaiting: false);

    /// <summary>The writer found the transport gone, or broke.</summary>
    internal void Break(Exception? error)
    {
        // After the end, a writer that was still at work is only late; and a peer that has gone is no error of anybody's.
        if (error is not null && _state != ConnectionState.Closed)
            ReportError(error);
        _broken = true;
        _wire.Abort();
        _inbound.Discard();
    }

    /// <summary>The close frame has left.</summary>
    internal void CloseFrameSent()
    {
        bool complete;
        lock (_gate)
        {
            _closeFrameSent = true;
            complete = _closing.IsComplete && !_failed;
        }
        if (complete)
            EndTransport();
    }

    /// <summary>Whether an exception of the application's only says that the connection has ended under its hands.</summary>
    internal bool SaysThatItEnded(Exception error) =>
        error is OperationCanceledException or WebSocketClosedException && _state is ConnectionState.Closing or ConnectionState.Closed;

    /// <summary>The wire has nothing more.</summary>
    internal void WireEnded(Exception? error)
    {
        // Once close frames went both ways, or this end has cut the line, how the transport ends says nothing new.
        if (_closing.IsComplete || _broken)
            error = null;
        if (error is not null && _state != ConnectionState.Closed)
            ReportError(error);
        Finish(DescribeEnd(error));
    }

    // RFC 6455 section 7.1.7: the peer is told why, and nothing more of its is read.
    private void FailConnection(ProtocolFailure failure)
    {
        lock (_gate)
        {
            if (_failed)
                return;
            _failed = true;
        }
        ConnectionMetrics.Failed(failure);
        ReportError(new WebSocketProtocolException(Id, failure));
        BeginClosing(failure.Code, failure.Message, flushWaiting: false);
        _inbound.Discard();
        _inbound.End();
        _timer.Arm();
    }

    private void CloseReceived(CloseCode code, string reason)
    {
        bool answer, complete;
        lock (_gate)
        {
            answer = _closing.Receive(code, reason);
            complete = _closeFrameSent;
        }
        if (answer)
            BeginClosing(code, reason, flushWaiting: false);
        else if (complete)
            EndTransport();
        // No message follows a close frame, whatever the transport does.
        _inbound.End();
    }

    private void PeerIsDead(string reason)
    {
        lock (_gate)
        {
            if (_failed)
                return;
            _failed = true;
        }
        ConnectionMetrics.Failed(new ProtocolFailure(CloseCode.AbnormalClosure, "RFC 6455 section 5.5.2", reason));
        Finish(new WebSocketClosure(CloseCode.AbnormalClosure, $"The peer is gone: {reason}.", ClosedBy.Local, WasClean: false), abort: true);
    }

    private void BeginClosing(CloseCode code, string reason, bool flushWaiting, bool goOnReceiving = false)
    {
        lock (_gate)
        {
            if (_state == ConnectionState.Closed || !_closing.Send(code, reason))
                return;
            _closingSince = Now;
            _state = ConnectionState.Closing;
        }
        _outbound.SendClose(code, reason, flushWaiting);
        if (!goOnReceiving)
            _inbound.BeginClosing();
        _timer.Arm();
    }

    // RFC 6455 section 7.1.1: the server ends the transport first; a client gives it the chance.
    private void EndTransport()
    {
        if (_role == Role.Server)
            _ = EndTransportAsync();
    }

    private async Task EndTransportAsync()
    {
        await _wire.CloseAsync().ConfigureAwait(false);
        Finish(DescribeEnd(null));
    }

    private TimeSpan ClosingDeadline()
    {
        var next = _options.CloseTimeout;
        Earlier(ref next, _options.CloseTimeout, _closingSince);
        if (_failed)
            Earlier(ref next, LingerTime, _inbound.LastReceived);
        return next;
    }

    private bool IsClosingOver() =>
        IsOver(_options.CloseTimeout, _closingSince) || (_failed && _closeFrameSent && IsOver(LingerTime, _inbound.LastReceived));

    private void EndClosing()
    {
        if (IsOver(_options.CloseTimeout, _closingSince))
            Finish(DescribeEnd(null), abort: true);
        else
            _ = EndTransportAsync();
    }

    private WebSocketClosure DescribeEnd(Exception? error)
    {
        lock (_gate)
        {
            var cause = _error ?? error;
            if (_closing.IsSent || _closing.IsReceived)
            {
                return new WebSocketClosure(_closing.Code, _closing.Reason!,
                    _closing.PeerBegan ? ClosedBy.Peer : ClosedBy.Local, _closing.IsComplete, cause);
            }
            return new WebSocketClosure(CloseCode.AbnormalClosure,
                cause?.Message ?? "The peer ended the connection without a close frame.", ClosedBy.Transport, WasClean: false, cause);
        }
    }

    private void ReportError(Exception error)
    {
        lock (_gate)
            _error ??= error;
        try
        {
            Errored?.Invoke(error);
        }
        catch (Exception e)
        {
            // A handler for errors that fails has nobody left to tell but the closure.
            lock (_gate)
                _error = new AggregateException(_error, e);
        }
    }

    private void Finish(WebSocketClosure closure, bool abort = false, bool withdrawn = false)
    {
        Action<WebSocketClosure>? closed;
        lock (_gate)
        {
            if (_state == ConnectionState.Closed)
                return;
            _state = ConnectionState.Closed;
            _closure = closure;
            closed = _closed;
        }
        _timer.Stop();
        // In this order: how it ended is settled before the wire says that it has, and nobody writes to a wire that is closed.
        _outbound.End();
        if (abort)
            _wire.Abort();
        if (!withdrawn)
            _ = _wire.CloseAsync().AsTask();
        _owner?.Ended(this, closure);
        _completion.SetResult(closure);
        _inbound.Discard();
        _inbound.End();
        _pings.End();
        ConnectionMetrics.Closed(closure);
        Tell(closed, closure);
    }

    private void Tell(Action<WebSocketClosure>? closed, WebSocketClosure closure)
    {
        try
        {
            lock (_gate)
                _aborted ??= AlreadyCancelled;
            _aborted.Cancel();
        }
        catch (AggregateException e)
        {
            ReportError(e);
        }
        foreach (var listener in Delegate.EnumerateInvocationList(closed))
        {
            try
            {
                listener(closure);
            }
            catch (Exception e)
            {
                ReportError(e);
            }
        }
    }

    private static CancellationTokenSource CreateCancelled()
    {
        var source = new CancellationTokenSource();
        source.Cancel();
        return source;
    }
}
