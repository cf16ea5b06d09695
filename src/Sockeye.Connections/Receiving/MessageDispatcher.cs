namespace Sockeye.Receiving;

/// <summary>
/// Runs the handlers of <see cref="WebSocketConnection.MessageReceived"/>. The compiler also reports the start and the end of an
/// <c>async void</c> method to its context, so this one knows when a message is done with.
/// </summary>
internal sealed class MessageDispatcher(WebSocketConnection owner) : HandlerContext(owner.HandlerFailed)
{
    // Handlers that have not finished, and one for the raise itself.
    private int _running;

    /// <summary>Whether a handler still works on a message.</summary>
    public bool IsBusy => Volatile.Read(ref _running) != 0;

    /// <summary>Runs the handlers; the message is freed when the last of them has finished.</summary>
    public void Raise(Action<WebSocketMessage> handlers, WebSocketMessage message)
    {
        OperationStarted();
        Run(static state => state.handlers(state.message), (handlers, message));
        OperationCompleted();
    }

    public override void OperationStarted() => Interlocked.Increment(ref _running);

    public override void OperationCompleted()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            owner.HandlersFinished();
    }
}
