namespace Sockeye;

/// <summary>What accepts connections and keeps book of them, such as a server. Shared by its connections; called from any thread.</summary>
internal interface IConnectionOwner
{
    /// <summary>Code of the application's threw; the connection closes with 1011.</summary>
    void ApplicationFailed(WebSocketConnection connection, Exception error);

    /// <summary>The connection has ended; called once, before anybody else is told.</summary>
    void Ended(WebSocketConnection connection, WebSocketClosure closure);
}
