using System.Runtime.CompilerServices;

namespace Sockeye.Heartbeat;

/// <summary>
/// The timers of all connections as one wheel: a ring of slots a tick apart, each a list of what is due there. Scheduling and
/// cancelling cost a few pointer writes whatever the number of connections, and one system timer turns the wheel while it is not
/// empty. Times are rounded up to <see cref="Tick"/>. Safe for use from any thread.
/// </summary>
internal sealed class TimerWheel
{
    /// <summary>The wheel's precision.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private const int SlotCount = 512;

    private static readonly ConditionalWeakTable<TimeProvider, TimerWheel> Wheels = [];

    private readonly Lock _gate = new();
    private readonly WheelTimer?[] _slots = new WheelTimer?[SlotCount];
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly List<WheelTimer> _due = [];
    private long _turned;
    private int _count;
    private int _turning;

    private TimerWheel(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static wheel => ((TimerWheel)wheel!).Turn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The wheel of a clock.</summary>
    public static TimerWheel Of(TimeProvider time) => Wheels.GetValue(time, static key => new TimerWheel(key));

    /// <summary>Timers scheduled.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Schedules a timer, or moves it.</summary>
    public void Schedule(WheelTimer timer, TimeSpan delay)
    {
        lock (_gate)
        {
            Remove(timer);
            var ticks = Math.Max(1, (long)Math.Ceiling(delay / Tick));
            if (_count == 0)
            {
                _turned = Now;
                _timer.Change(Tick, Tick);
            }
            timer.DueTick = Math.Max(Now + ticks, _turned + 1);
            Insert(timer);
        }
    }

    /// <summary>Takes a timer off the wheel. A call of it that has begun goes on.</summary>
    public void Cancel(WheelTimer timer)
    {
        lock (_gate)
            Remove(timer);
    }

    private long Now => (long)(_time.GetElapsedTime(_start) / Tick);

    private void Turn()
    {
        // A turn that takes longer than a tick is not overtaken by the next.
        if (Interlocked.Exchange(ref _turning, 1) != 0)
            return;
        lock (_gate)
        {
            var now = Now;
            // After a long pause each slot needs one look.
            var first = Math.Max(_turned + 1, now - SlotCount + 1);
            for (var tick = first; tick <= now; tick++)
                Collect(tick, now);
            _turned = now;
            if (_count == 0)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        try
        {
            foreach (var timer in _due)
                timer.OnDue();
        }
        finally
        {
            // Whatever a timer does, all the others go on.
            _due.Clear();
            Volatile.Write(ref _turning, 0);
        }
    }

    private void Collect(long tick, long now)
    {
        var timer = _slots[tick % SlotCount];
        while (timer is not null)
        {
            var next = timer.Next;
            if (timer.DueTick <= now)
            {
                Remove(timer);
                _due.Add(timer);
            }
            timer = next;
        }
    }

    private void Insert(WheelTimer timer)
    {
        ref var head = ref _slots[timer.DueTick % SlotCount];
        timer.Next = head;
        if (head is not null)
            head.Previous = timer;
        head = timer;
        _count++;
    }

    private void Remove(WheelTimer timer)
    {
        if (timer.DueTick < 0)
            return;
        if (timer.Previous is not null)
            timer.Previous.Next = timer.Next;
        else
            _slots[timer.DueTick % SlotCount] = timer.Next;
        if (timer.Next is not null)
            timer.Next.Previous = timer.Previous;
        timer.Next = timer.Previous = null;
        timer.DueTick = -1;
        _count--;
    }
}
