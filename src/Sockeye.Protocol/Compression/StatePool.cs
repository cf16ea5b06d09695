namespace Sockeye.Protocol;

/// <summary>
/// Keeps a few idle codec states for the next message, whichever connection it is of. Bounded: what does not fit is disposed.
/// Safe for concurrent use; renting and returning allocate nothing once the pool is warm.
/// </summary>
/// <param name="create">Makes a state when none is idle.</param>
/// <param name="capacity">The most idle states.</param>
internal sealed class StatePool<T>(Func<T> create, int capacity)
    where T : class, IDisposable
{
    private readonly Slot[] _idle = new Slot[capacity];

    /// <summary>One message is in hand on each core at most, unless it comes or goes in pieces.</summary>
    public static int DefaultCapacity { get; } = Environment.ProcessorCount;

    public T Rent()
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i].State is not null && Interlocked.Exchange(ref _idle[i].State, null) is { } state)
                return state;
        }

        return create();
    }

    /// <summary>Takes back a state that the next message can start with.</summary>
    public void Return(T state)
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i].State is null && Interlocked.CompareExchange(ref _idle[i].State, state, null) is null)
                return;
        }

        state.Dispose();
    }

    /// <summary>A structure, so that storing into the array needs no covariance check.</summary>
    private struct Slot
    {
        public T? State;
    }
}
