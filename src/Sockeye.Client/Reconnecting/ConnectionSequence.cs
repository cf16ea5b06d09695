namespace Sockeye;

/// <summary>
/// A client's connections one after the other, read as one: message handlers are moved from each to the next, and a
/// receiver that comes to the end of one waits for the next. Thread-safe.
/// </summary>
internal sealed class ConnectionSequence
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<Link?> _next = NewLink();
    private Task<Link?> _receiving;
    private Action<WebSocketMessage>? _handlers;
    private volatile WebSocketConnection? _current;

    public ConnectionSequence() => _receiving = _next.Task;

    /// <summary>The open connection; null while there is none.</summary>
    public WebSocketConnection? Current => _current;

    /// <summary>A connection has opened. Handlers are on it when this returns.</summary>
    public void Add(WebSocketConnection connection)
    {
        TaskCompletionSource<Link?> opened;
        Link link;
        lock (_gate)
        {
            opened = _next;
            _next = NewLink();
            _receiving = opened.Task;
            link = new Link(connection, _next.Task);
            // Inside the lock, or a handler removed at this moment could stay on the connection.
            if (_handlers is not null)
                connection.MessageReceived += _handlers;
            _current = connection;
        }

        opened.SetResult(link);
    }

    /// <summary>The open connection has ended; receivers wait for the next.</summary>
    public void Remove()
    {
        lock (_gate)
        {
            _current = null;
            _receiving = _next.Task;
        }
    }

    /// <summary>No further connection comes; receivers get null.</summary>
    public void End() => _next.TrySetResult(null);

    /// <summary>The next message of this connection or a later one; null when no further connection comes.</summary>
    public async ValueTask<WebSocketMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _handlers) is not null)
            throw new InvalidOperationException("Messages go to MessageReceived; remove its handlers to receive them yourself.");
        var next = Volatile.Read(ref _receiving);
        while (await next.WaitAsync(cancellationToken).ConfigureAwait(false) is { } link)
        {
            if (await link.Connection.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
                return message;
            next = link.Next;
        }

        return null;
    }

    public void Subscribe(Action<WebSocketMessage>? handler)
    {
        WebSocketConnection? connection;
        lock (_gate)
        {
            _handlers += handler;
            connection = _current;
        }

        // Outside the lock: a waiting message may be delivered by this very call.
        if (connection is not null)
            connection.MessageReceived += handler;
    }

    public void Unsubscribe(Action<WebSocketMessage>? handler)
    {
        WebSocketConnection? connection;
        lock (_gate)
        {
            _handlers -= handler;
            connection = _current;
        }

        if (connection is not null)
            connection.MessageReceived -= handler;
    }

    private static TaskCompletionSource<Link?> NewLink() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A connection and the promise of the one after it.</summary>
    private sealed record Link(WebSocketConnection Connection, Task<Link?> Next);
}
