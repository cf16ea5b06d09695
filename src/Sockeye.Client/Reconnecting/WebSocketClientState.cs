namespace Sockeye;

/// <summary>Where a <see cref="WebSocketClient"/> is in its life, which spans many connections.</summary>
public enum WebSocketClientState
{
    /// <summary>Not asked to connect yet.</summary>
    Idle,

    /// <summary>An attempt to connect is under way.</summary>
    Connecting,

    /// <summary>Connected; messages flow.</summary>
    Open,

    /// <summary>Not connected; the next attempt comes after a wait.</summary>
    Waiting,

    /// <summary>Closing for good.</summary>
    Closing,

    /// <summary>Over for good.</summary>
    Closed,
}
