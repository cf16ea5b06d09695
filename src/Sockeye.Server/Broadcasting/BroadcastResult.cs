namespace Sockeye;

/// <summary>What became of a broadcast, counted by connection. Their sum is the number of connections it was meant for.</summary>
/// <param name="Sent">Written to the transport.</param>
/// <param name="Queued">In the connection's outbound queue, behind what its peer has not read yet.</param>
/// <param name="Dropped">Not taken: the outbound queue was at its limit, and the policy says to do without this message.</param>
/// <param name="Closed">Not taken: the connection was closing or closed, or its policy closed it for being slow.</param>
public readonly record struct BroadcastResult(int Sent, int Queued, int Dropped, int Closed)
{
    /// <summary>How many connections took the message: <see cref="Sent"/> and <see cref="Queued"/>.</summary>
    public int Delivered => Sent + Queued;

    internal BroadcastResult Plus(SendResult result) => result switch
    {
        SendResult.Sent => this with { Sent = Sent + 1 },
        SendResult.Queued => this with { Queued = Queued + 1 },
        SendResult.Full => this with { Dropped = Dropped + 1 },
        _ => this with { Closed = Closed + 1 },
    };
}
