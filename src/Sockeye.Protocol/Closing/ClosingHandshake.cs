namespace Sockeye.Protocol;

/// <summary>
/// The closing handshake (RFC 6455 section 7.1) as a state machine: one close frame each way, from either side first, and nothing
/// after ours. It remembers what began the closing; a code of the peer's wins only while none of ours is sent.
/// </summary>
internal struct ClosingHandshake
{
    /// <summary>A close frame of ours is on its way; no other frame may follow it.</summary>
    public bool IsSent { get; private set; }

    /// <summary>The peer's close frame has come; what follows it is ignored.</summary>
    public bool IsReceived { get; private set; }

    /// <summary>Whether the peer's close frame came before ours was sent.</summary>
    public bool PeerBegan { get; private set; }

    /// <summary>The code of the frame that began the closing.</summary>
    public CloseCode Code { get; private set; }

    /// <summary>The reason of the frame that began the closing.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether frames went both ways: the connection is closed cleanly (RFC 6455 section 7.1.4).</summary>
    public readonly bool IsComplete => IsSent && IsReceived;

    /// <summary>This end sends a close frame; false when it already has (RFC 6455 section 5.5.1: no frame after a close frame).</summary>
    public bool Send(CloseCode code, string reason)
    {
        if (IsSent)
            return false;
        IsSent = true;
        if (!IsReceived)
            (Code, Reason) = (code, reason);
        return true;
    }

    /// <summary>
    /// The peer's close frame has come; true when it must be answered, with the same code (RFC 6455 section 5.5.1), by
    /// <see cref="Send"/>.
    /// </summary>
    public bool Receive(CloseCode code, string reason)
    {
        if (IsReceived)
            return false;
        IsReceived = true;
        if (IsSent)
            return false;
        PeerBegan = true;
        (Code, Reason) = (code, reason);
        return true;
    }
}
