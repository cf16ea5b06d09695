namespace Sockeye.Heartbeat;

/// <summary>
/// The one timer of a connection. It is due when the next of its deadlines can be reached at the earliest, and is not moved when
/// bytes arrive: then it looks again, so a busy connection pays a look now and then and not a timer operation per message.
/// </summary>
internal sealed class ConnectionTimer(WebSocketConnection connection, TimerWheel wheel) : WheelTimer
{
    private volatile bool _stopped;

    /// <summary>Schedules the first or next look.</summary>
    public void Arm()
    {
        if (_stopped)
            return;
        ConnectionState state;
        do
        {
            state = connection.State;
            if (connection.NextDeadline() is { } delay)
                wheel.Schedule(this, delay);
            else
                wheel.Cancel(this);
        }
        // Closing has a deadline of its own, which must not lose to one that was computed before it began.
        while (state != connection.State);
        if (_stopped)
            wheel.Cancel(this);
    }

    /// <summary>No further look.</summary>
    public void Stop()
    {
        _stopped = true;
        wheel.Cancel(this);
    }

    /// <inheritdoc/>
    public override void OnDue()
    {
        if (_stopped)
            return;
        connection.CheckDeadlines();
        Arm();
    }
}
