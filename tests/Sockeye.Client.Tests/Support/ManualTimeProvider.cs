namespace Sockeye.Client.Tests;

/// <summary>A clock that moves only when told to.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan DueTime, TaskCompletionSource Seen)> _waiters = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and runs what falls due, in order.</summary>
    public void Advance(TimeSpan time)
    {
        var until = GetUtcNow() + time;
        while (Next(until) is { } due)
            due();
        lock (_gate)
            _now = until;
    }

    /// <summary>Waits until somebody waits for exactly this long, then lets that time pass.</summary>
    public async Task PassAsync(TimeSpan dueTime)
    {
        Task seen;
        lock (_gate)
        {
            var waiter = (dueTime, Seen: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_timers.Any(t => t.DueTime == dueTime && t.Due is not null))
                waiter.Seen.SetResult();
            else
                _waiters.Add(waiter);
            seen = waiter.Seen.Task;
        }

        await seen.InTime();
        Advance(dueTime);
    }

    private Action? Next(DateTimeOffset until)
    {
        lock (_gate)
        {
            var timer = _timers.Where(t => t.Due <= until).MinBy(t => t.Due);
            if (timer is null)
                return null;
            _now = timer.Due > _now ? timer.Due.Value : _now;
            timer.Due = timer.Period > TimeSpan.Zero ? _now + timer.Period : null;
            return timer.Callback;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, Action callback) : ITimer
    {
        public Action Callback { get; } = callback;

        public TimeSpan DueTime { get; private set; }

        public TimeSpan Period { get; private set; }

        public DateTimeOffset? Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                (DueTime, Period) = (dueTime, period);
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                if (!clock._timers.Contains(this))
                    clock._timers.Add(this);
                foreach (var (_, seen) in clock._waiters.Where(w => w.DueTime == dueTime))
                    seen.TrySetResult();
                clock._waiters.RemoveAll(w => w.DueTime == dueTime);
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
