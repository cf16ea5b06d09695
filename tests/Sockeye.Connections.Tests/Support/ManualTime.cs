namespace Sockeye.Connections.Tests;

/// <summary>A clock that moves only when a test says so. Timers that come due run inside <see cref="Advance(TimeSpan)"/>, in their order.</summary>
internal sealed class ManualTime : TimeProvider
{
    private const int LateTurns = 20;
    private static readonly TimeSpan LateTurn = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private long _now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        var end = GetTimestamp() + time.Ticks;
        while (TakeDue(end) is { } timer)
            timer.Run();
        Volatile.Write(ref _now, end);
    }

    public void Advance(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>
    /// Lets time pass, a tenth of a second at a turn, until the task is complete; fails when it is not after the given time of this clock
    /// and as many turns more as a busy machine may need to get there.
    /// </summary>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> task, double withinSeconds)
    {
        for (var passed = 0.0; passed <= withinSeconds && !task.IsCompleted; passed += 0.1)
        {
            Advance(0.1);
            // What the clock set off may go on elsewhere.
            for (var turn = 0; turn < 10 && !task.IsCompleted; turn++)
                await OthersTurn();
        }
        for (var turn = 0; turn < LateTurns && !task.IsCompleted; turn++)
        {
            await Task.WhenAny(task, Task.Delay(LateTurn));
            Advance(0.1);
        }
        Assert.True(task.IsCompleted, $"not complete after {withinSeconds} s of the clock");
        return await task;
    }

    // Comes back when whatever was queued to the thread pool before has begun.
    private static Task OthersTurn()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }

    private ManualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            var first = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (first is null)
                return null;
            Volatile.Write(ref _now, Math.Max(_now, first.Due));
            first.Due = first.Period > 0 ? first.Due + first.Period : long.MaxValue;
            return first;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; } = long.MaxValue;

        public long Period { get; private set; }

        public void Run() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
                Period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
                if (!time._timers.Contains(this))
                    time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
