namespace Sockeye;

public sealed partial class WebSocketClient
{
    /// <summary>
    /// A connection has opened, the first or a later one. What a handler sends on it directly, such as a subscription or a token,
    /// goes out before what was queued.
    /// </summary>
    public event Action<WebSocketConnection>? Opened;

    /// <summary>
    /// A message has arrived, on whichever connection. It is valid until the handler returns, or for an <c>async</c> handler
    /// until it has finished; the next one waits for that. An exception ends the connection with 1011.
    /// </summary>
    public event Action<WebSocketMessage>? MessageReceived
    {
        add => _connections.Subscribe(value);
        remove => _connections.Unsubscribe(value);
    }

    /// <summary>A connection has ended, and says whether another follows.</summary>
    public event Action<WebSocketDisconnection>? Disconnected;

    /// <summary>The client has closed for good.</summary>
    public event Action<WebSocketClientClosure>? Closed;

    /// <summary>Each step of the client's life, with its reason.</summary>
    public event Action<WebSocketClientStateChange>? StateChanged;

    /// <summary>
    /// An attempt to connect failed (<see cref="WebSocketConnectException"/>), a connection broke or its server broke the
    /// protocol (<see cref="WebSocketProtocolException"/>), or a handler threw. For the log: the client decides by itself what to
    /// do. From any thread.
    /// </summary>
    public event Action<Exception>? Errored;

    private void ChangeState(WebSocketClientState state, string reason, TimeSpan? delay = null)
    {
        var change = new WebSocketClientStateChange(_state, state, reason, delay);
        _state = state;
        _events.Raise(StateChanged, change);
    }

    private void Report(Exception error) => _errorEvents.Raise(Errored, error);
}
