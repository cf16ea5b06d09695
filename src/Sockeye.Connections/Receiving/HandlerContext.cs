namespace Sockeye;

/// <summary>
/// Runs code of the application's that returns nothing, <c>async</c> lambdas among it, so that none of its exceptions is lost or ends
/// the process: those of plain code are caught, and those of an <c>async void</c> method, which the compiler posts to the
/// synchronization context it began in, arrive at <see cref="Post"/>. Continuations run on the thread pool, in this context.
/// </summary>
/// <param name="report">Takes the exceptions.</param>
internal class HandlerContext(Action<Exception> report) : SynchronizationContext
{
    /// <summary>Calls each handler; an <c>async</c> one is not waited for, and one that throws keeps no other from its call.</summary>
    public void Raise<T>(Action<T>? handlers, T argument)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
            Run(static state => state.handler(state.argument), (handler, argument));
    }

    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.UnsafeQueueUserWorkItem(
        static item => item.Context.Send(item.d, item.state), (Context: this, d, state), preferLocal: true);

    public override void Send(SendOrPostCallback d, object? state) => Run(static work => work.d(work.state), (d, state));

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs code up to its first wait.</summary>
    protected void Run<TState>(Action<TState> action, TState state)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            action(state);
        }
        catch (Exception e)
        {
            report(e);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }
}
