namespace Sockeye.Protocol;

/// <summary>
/// What a peer did wrong: the close code to fail the connection with (RFC 6455 section 7.1.7), the clause it broke, and a
/// sentence for people, short enough for a close frame's reason.
/// </summary>
/// <param name="Code">The close code the RFC asks for.</param>
/// <param name="Clause">The clause, such as <c>RFC 6455 section 5.5</c>.</param>
/// <param name="Message">What happened, in one line of ASCII, at most 123 bytes.</param>
internal sealed record ProtocolFailure(CloseCode Code, string Clause, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Message} ({Clause})";
}
