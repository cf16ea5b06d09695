using Sockeye.Heartbeat;
using Sockeye.Protocol;

namespace Sockeye;

/// <content>Pings, heartbeats and deadlines.</content>
public sealed partial class WebSocketConnection
{
    private readonly ConnectionTimer _timer;

    /// <summary>The round-trip time of the last ping that was answered, heartbeats included; null before the first.</summary>
    public TimeSpan? RoundTripTime => _pings.RoundTripTime;

    /// <summary>Sends a ping and waits for its pong (RFC 6455 section 5.5.2).</summary>
    /// <param name="cancellationToken">Ends the wait. Without it the wait ends with the pong or the connection.</param>
    /// <returns>The round-trip time.</returns>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed, or ended before the pong came.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public async ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        if (_state != ConnectionState.Open)
            throw CreateClosedException();
        var pong = _pings.SendAsync();
        // Its answer has a deadline even where nothing else has.
        _timer.Arm();
        return await pong.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How long until something may be due; null when nothing ever is.</summary>
    internal TimeSpan? NextDeadline()
    {
        if (_state == ConnectionState.Closing)
            return ClosingDeadline();
        var next = Timeout.InfiniteTimeSpan;
        var heldUp = _inbound.IsHeldUp;
        var lastReceived = heldUp ? Now : _inbound.LastReceived;
        var ping = _pings.OldestSent;
        if (ping is { } sent)
            Earlier(ref next, _options.HeartbeatTimeout, Math.Max(sent, lastReceived));
        // While a ping is out the next is not due, but by then it may be answered.
        Earlier(ref next, _options.HeartbeatInterval, ping is null ? lastReceived : Now);
        Earlier(ref next, _options.MessageTimeout, !heldUp && _inbound.MessageSince is > 0 and var since ? since : Now);
        if (_outbound.StuckSince is > 0 and var stuck)
            Earlier(ref next, StuckLimit, stuck);
        return next == Timeout.InfiniteTimeSpan ? null : next;
    }

    /// <summary>Does what is due. Called on the timer's thread, which whatever may run handlers of the application's leaves.</summary>
    internal void CheckDeadlines()
    {
        if (_state == ConnectionState.Closing)
        {
            if (IsClosingOver())
                Later(static connection => connection.EndClosing());
            return;
        }
        if (_state != ConnectionState.Open)
            return;
        // A handler that waits for room in the queue holds up reading, so this is looked at whoever is held up.
        if (_outbound.StuckSince is > 0 and var stuck && IsOver(StuckLimit, stuck))
            Later(static connection => connection.PeerIsDead($"it took nothing of what was sent to it for {connection.StuckLimit.TotalSeconds:0.###} s"));
        // While the application holds up reading, an answer may be there unread; the peer is judged when reading goes on.
        if (_inbound.IsHeldUp)
        {
            Later(static connection => connection._inbound.ReadOn());
            return;
        }
        if (_inbound.MessageSince is > 0 and var since && IsOver(_options.MessageTimeout, since))
        {
            Later(static connection => connection.MessageIsTooSlow());
        }
        else if (_pings.OldestSent is { } sent)
        {
            if (IsOver(_options.HeartbeatTimeout, Math.Max(sent, _inbound.LastReceived)))
                Later(static connection => connection.PeerIsDead($"no answer to a ping within {connection._options.HeartbeatTimeout.TotalSeconds:0.###} s"));
        }
        else if (IsOver(_options.HeartbeatInterval, _inbound.LastReceived))
        {
            _pings.Send();
        }
    }

    // How long a peer may take nothing of what is sent to it: as long as it may be silent.
    private TimeSpan StuckLimit => _options.HeartbeatInterval == Timeout.InfiniteTimeSpan || _options.HeartbeatTimeout == Timeout.InfiniteTimeSpan
        ? Timeout.InfiniteTimeSpan
        : _options.HeartbeatInterval + _options.HeartbeatTimeout;

    private void Later(Action<WebSocketConnection> action) => ThreadPool.UnsafeQueueUserWorkItem(action, this, preferLocal: false);

    private void MessageIsTooSlow() => FailConnection(new ProtocolFailure(CloseCode.PolicyViolation, "RFC 6455 section 10.4",
        $"a message took longer than {_options.MessageTimeout.TotalSeconds:0.###} s to arrive"));

    private bool IsOver(TimeSpan limit, long since) => limit != Timeout.InfiniteTimeSpan && _time.GetElapsedTime(since) >= limit;

    private void Earlier(ref TimeSpan next, TimeSpan limit, long since)
    {
        if (limit == Timeout.InfiniteTimeSpan)
            return;
        var left = limit - _time.GetElapsedTime(since);
        if (left < TimerWheel.Tick)
            left = TimerWheel.Tick;
        if (next == Timeout.InfiniteTimeSpan || left < next)
            next = left;
    }
}
