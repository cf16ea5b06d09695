namespace Sockeye;

/// <summary>
/// Runs event handlers so that none of their exceptions is lost or ends the process: those of plain handlers are caught, and
/// those of <c>async</c> lambdas, which the compiler posts to the context they began on, arrive at <see cref="Post"/>.
/// </summary>
/// <param name="report">Takes the exceptions.</param>
internal sealed class HandlerContext(Action<Exception> report) : SynchronizationContext
{
    /// <summary>Calls each handler; an <c>async</c> one is not waited for.</summary>
    public void Raise<T>(Action<T>? handlers, T argument)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
            Run(static state => state.handler(state.argument), (handler, argument));
    }

    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.UnsafeQueueUserWorkItem(
        static item => item.Context.Run(static work => work.d(work.state), (item.d, item.state)),
        (Context: this, d, state),
        preferLocal: false);

    public override SynchronizationContext CreateCopy() => this;

    private void Run<TState>(Action<TState> action, TState state)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            action(state);
        }
#pragma warning disable CA1031 // Whatever a handler throws is reported, whatever its type.
        catch (Exception e)
        {
            report(e);
        }
#pragma warning restore CA1031
        finally
        {
            SetSynchronizationContext(previous);
        }
    }
}
