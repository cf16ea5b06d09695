namespace Sockeye.Endpoints;

/// <summary>
/// Runs code that attaches to a connection, where an <c>async</c> lambda has become an <c>async void</c> method. Its exception,
/// which would otherwise end the process, comes to the synchronization context that it began in, and so ends only the connection.
/// </summary>
internal sealed class AttachScope(WebSocketConnection connection) : SynchronizationContext
{
    /// <summary>Runs the code up to its first wait; what it throws until then is thrown here.</summary>
    public static void Run(Action<WebSocketConnection> attach, WebSocketConnection connection)
    {
        var outer = Current;
        SetSynchronizationContext(new AttachScope(connection));
        try
        {
            attach(connection);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => work.Scope.Send(work.Callback, work.State),
            (Scope: this, Callback: d, State: state),
            preferLocal: true);

    public override void Send(SendOrPostCallback d, object? state)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            d(state);
        }
        catch (Exception error)
        {
            connection.Fail(error);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }
}
