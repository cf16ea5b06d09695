namespace Sockeye;

/// <summary>How a connection ended.</summary>
/// <param name="Code">
/// The code of the close frame that began the closing; <see cref="CloseCode.NoStatusReceived"/> when the peer's carried none,
/// <see cref="CloseCode.AbnormalClosure"/> when the connection ended without a close frame from either end.
/// </param>
/// <param name="Reason">The close frame's reason, or for an abnormal end a sentence of ours; never null.</param>
/// <param name="ClosedBy">Who began it.</param>
/// <param name="WasClean">Whether close frames went both ways (RFC 6455 section 7.1.4).</param>
/// <param name="Error">What broke the connection, when an exception did.</param>
public sealed record WebSocketClosure(CloseCode Code, string Reason, ClosedBy ClosedBy, bool WasClean, Exception? Error = null)
{
    /// <summary>One line for logs: code, reason, who.</summary>
    public override string ToString() =>
        $"{(ushort)Code} {Code}{(Reason.Length == 0 ? "" : $": {Reason}")}, by {ClosedBy}{(WasClean ? "" : ", not clean")}";
}

/// <summary>Who began the end of a connection.</summary>
public enum ClosedBy
{
    /// <summary>This end: <c>CloseAsync</c>, <c>Abort</c>, a limit, a failed handler, or what the peer did wrong.</summary>
    Local,

    /// <summary>The peer sent the first close frame.</summary>
    Peer,

    /// <summary>The network: the connection was reset, or ended without a close frame.</summary>
    Transport,
}
