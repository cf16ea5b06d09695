using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Heartbeat;

/// <summary>A close that begins while the timer looks: its own deadline holds, whatever the look came to.</summary>
public class TimerRaceTests
{
    [Theory]
    [MemberData(nameof(Moments))]
    public async Task ACloseThatBeginsDuringALookEndsInTime(int readings)
    {
        var time = new InterruptedTime();
        await using var peer = RawPeer.Connect(WireKind.Pipe, Role.Server, new WebSocketConnectionOptions
        {
            TimeProvider = time,
            CloseTimeout = TimeSpan.FromSeconds(1),
            MessageTimeout = TimeSpan.FromSeconds(60),
        });
        time.Advance(19.9);
        time.InterruptAfter(readings, () => _ = peer.Connection.CloseAsync());
        time.Advance(0.3);
        // Were it for the look's own deadline only, it would take twenty.
        await time.AdvanceUntilAsync(peer.Connection.Completion, withinSeconds: 3);
    }

    public static TheoryData<int> Moments => new(Enumerable.Range(1, 10));

    /// <summary>A manual clock that lets something else happen at one of its readings.</summary>
    private sealed class InterruptedTime : TimeProvider
    {
        private readonly ManualTime _time = new();
        private int _left;
        private Action? _interrupt;

        public override long TimestampFrequency => _time.TimestampFrequency;

        public void InterruptAfter(int readings, Action interrupt) => (_interrupt, _left) = (interrupt, readings);

        public void Advance(double seconds) => _time.Advance(seconds);

        public Task<T> AdvanceUntilAsync<T>(Task<T> task, double withinSeconds) => _time.AdvanceUntilAsync(task, withinSeconds);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _time.CreateTimer(callback, state, dueTime, period);

        public override long GetTimestamp()
        {
            // On another thread, as it would be; it may have to wait for a lock of whoever reads the clock.
            if (_interrupt is { } interrupt && Interlocked.Decrement(ref _left) == 0)
            {
                var other = new Thread(() => interrupt());
                other.Start();
                other.Join(50);
            }
            return _time.GetTimestamp();
        }
    }
}
