namespace Sockeye;

/// <summary>
/// What a broadcast does with a connection whose outbound queue is full. Each outcome is counted
/// (<c>sockeye.messages.dropped</c>, <c>sockeye.connections.closed</c>); nothing is dropped silently.
/// </summary>
public enum SlowConsumerPolicy
{
    /// <summary>Close it with 1013 Try Again Later: a client that recovers comes back for what it missed. The default.</summary>
    CloseTryAgainLater,

    /// <summary>Close it with 1008 Policy Violation: the client is told not to come back.</summary>
    ClosePolicyViolation,

    /// <summary>Drop the oldest queued message to make room: for feeds where only the latest counts.</summary>
    DropOldest,

    /// <summary>Drop the message that does not fit.</summary>
    DropNewest,

    /// <summary>Wait for room: the slowest consumer sets the pace of an awaited broadcast.</summary>
    Wait,
}
