namespace Sockeye;

/// <summary>The outbox's answer to a message.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Connection">For <see cref="OutboxAnswerKind.Direct"/>: where to send it.</param>
/// <param name="Change">For <see cref="OutboxAnswerKind.Full"/>: completes when it is worth offering again.</param>
internal readonly record struct OutboxAnswer(OutboxAnswerKind Kind, WebSocketConnection? Connection, Task? Change)
{
    public static OutboxAnswer Queued => new(OutboxAnswerKind.Queued, null, null);

    public static OutboxAnswer Refused => new(OutboxAnswerKind.Refused, null, null);

    public static OutboxAnswer Closed => new(OutboxAnswerKind.Closed, null, null);

    public static OutboxAnswer To(WebSocketConnection connection) => new(OutboxAnswerKind.Direct, connection, null);

    public static OutboxAnswer Full(TaskCompletionSource change) => new(OutboxAnswerKind.Full, null, change.Task);
}

/// <summary>What to do with an offered message.</summary>
internal enum OutboxAnswerKind
{
    /// <summary>Send it on the connection.</summary>
    Direct,

    /// <summary>Nothing: it is queued.</summary>
    Queued,

    /// <summary>Wait for room.</summary>
    Full,

    /// <summary>There is no connection and nothing is queued by option.</summary>
    Refused,

    /// <summary>The client has closed for good.</summary>
    Closed,
}
