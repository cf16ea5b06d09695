namespace Sockeye;

/// <summary>What a <see cref="WebSocketClient"/> does with messages sent while it has no connection.</summary>
public enum WhileDisconnected
{
    /// <summary>Keep them, up to a limit, and send them in order at the next connection, before newer ones.</summary>
    Queue,

    /// <summary>Refuse them: for messages that are worth nothing later.</summary>
    Refuse,
}
