namespace Sockeye;

/// <summary>A message was given to a connection that is closing or closed, or waited for room when it closed. It was not sent.</summary>
public sealed class WebSocketClosedException : SockeyeException
{
    internal WebSocketClosedException(string connectionId, WebSocketClosure? closure)
        : base(Describe(connectionId, closure), closure?.Error) => Closure = closure;

    /// <summary>For a client that is between connections, or was closed before it had one.</summary>
    internal WebSocketClosedException(string message)
        : base(message)
    {
    }

    /// <summary>How the connection ended; null while the closing handshake is under way, and where there was none.</summary>
    public WebSocketClosure? Closure { get; }

    private static string Describe(string id, WebSocketClosure? closure) => closure is null
        ? $"The message was not sent: connection {id} is closing."
        : $"The message was not sent: connection {id} is closed ({closure}).";
}
