using System.Threading.Tasks.Sources;

namespace Sockeye.Wires;

/// <summary>
/// A reusable signal between one waiter and one setter: a pump waits for its receiver to say "go on". The waiter goes on inside
/// <see cref="Set"/>, on the setter's thread.
/// </summary>
internal sealed class ResumeSignal : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;

    /// <summary>Lets the waiter go on, now or when it comes.</summary>
    public void Set() => _core.SetResult(true);

    /// <summary>Waits for <see cref="Set"/>, once for each.</summary>
    public ValueTask WaitAsync() => new(this, _core.Version);

    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        _core.Reset();
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
