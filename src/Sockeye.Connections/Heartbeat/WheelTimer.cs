namespace Sockeye.Heartbeat;

/// <summary>Something a <see cref="TimerWheel"/> calls when its time has come. Its links are the wheel's.</summary>
internal abstract class WheelTimer
{
    /// <summary>When it is due, in the wheel's ticks; -1 when it is not scheduled.</summary>
    internal long DueTick { get; set; } = -1;

    internal WheelTimer? Next { get; set; }

    internal WheelTimer? Previous { get; set; }

    /// <summary>Called on the wheel's thread, no lock held; never throws, never blocks.</summary>
    public abstract void OnDue();
}
