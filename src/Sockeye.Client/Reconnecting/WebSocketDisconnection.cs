namespace Sockeye;

/// <summary>The loss of one of a client's connections.</summary>
/// <param name="Closure">How the connection ended.</param>
/// <param name="ReconnectsIn">
/// The wait until the next attempt; <see langword="null"/> when none follows and the client is closed.
/// </param>
public sealed record WebSocketDisconnection(WebSocketClosure Closure, TimeSpan? ReconnectsIn)
{
    /// <summary>Whether the client connects again.</summary>
    public bool WillReconnect => ReconnectsIn is not null;
}
