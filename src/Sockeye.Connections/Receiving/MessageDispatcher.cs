namespace Sockeye.Receiving;

/// <summary>
/// Runs event handlers, <c>async</c> lambdas among them, as the promises of <see cref="WebSocketConnection.MessageReceived"/> need: the
/// compiler reports the start, the end and the exception of an <c>async void</c> method to the synchronization context it began in,
/// so this one knows when a message is done with, and an exception ends a connection and not the process.
/// </summary>
internal sealed class MessageDispatcher(WebSocketConnection owner) : SynchronizationContext
{
    // Handlers that have not finished, and one for the raise itself.
    private int _running;

    /// <summary>Whether a handler still works on a message.</summary>
    public bool IsBusy => Volatile.Read(ref _running) != 0;

    /// <summary>Runs the handlers; the message is freed when the last of them has finished.</summary>
    public void Raise(Action<WebSocketMessage> handlers, WebSocketMessage message)
    {
        var outer = Current;
        OperationStarted();
        SetSynchronizationContext(this);
        try
        {
            handlers(message);
        }
        catch (Exception e)
        {
            owner.HandlerFailed(e);
        }
        finally
        {
            SetSynchronizationContext(outer);
            OperationCompleted();
        }
    }

    public override void OperationStarted() => Interlocked.Increment(ref _running);

    public override void OperationCompleted()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            owner.HandlersFinished();
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Dispatcher.Run(work.Callback, work.State), (Dispatcher: this, Callback: d, State: state), preferLocal: true);

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    private void Run(SendOrPostCallback callback, object? state)
    {
        try
        {
            callback(state);
        }
        catch (Exception e)
        {
            // How an async void method's exception arrives.
            owner.HandlerFailed(e);
        }
    }
}
