using System.Threading.Tasks.Sources;

namespace Sockeye.Sending;

/// <summary>A send that waits for room. Its continuation never runs inside the writer that completes it.</summary>
internal sealed class SendWaiter : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;

    /// <summary>The message; none when the waiter wants the turn to stream one.</summary>
    public OutboundMessage? Message { get; init; }

    /// <summary>Its place in line.</summary>
    public long Place { get; init; }

    /// <summary>The waiter's task; awaited once.</summary>
    public ValueTask Task => new(this, _core.Version);

    /// <summary>Watches a token; <paramref name="cancel"/> decides whether it is too late.</summary>
    public void Watch(Action<SendWaiter, CancellationToken> cancel, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister((_, token) => cancel(this, token), null);
    }

    public void Complete()
    {
        _cancellation.Unregister();
        _core.SetResult(true);
    }

    public void Fail(Exception error)
    {
        _cancellation.Unregister();
        _core.SetException(error);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
