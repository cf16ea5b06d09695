namespace Sockeye;

/// <summary>Where a connection is in its life; the names of the browser's <c>readyState</c>.</summary>
public enum ConnectionState
{
    /// <summary>The handshake is not finished.</summary>
    Connecting,

    /// <summary>Messages flow.</summary>
    Open,

    /// <summary>The closing handshake has begun, at either end.</summary>
    Closing,

    /// <summary>It is over; <see cref="WebSocketConnection.Completion"/> says how.</summary>
    Closed,
}
