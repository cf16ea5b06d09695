namespace Sockeye;

/// <summary>What became of a message that was offered without waiting.</summary>
public enum SendResult
{
    /// <summary>Written to the transport.</summary>
    Sent,

    /// <summary>In the connection's outbound queue, behind what the peer has not read yet.</summary>
    Queued,

    /// <summary>Not taken: the outbound queue is at its limit.</summary>
    Full,

    /// <summary>Not taken: the connection is closing or closed.</summary>
    Closed,
}
