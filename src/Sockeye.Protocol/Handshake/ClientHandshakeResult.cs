using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Protocol;

/// <summary>What a client makes of a server's answer.</summary>
/// <remarks>Immutable.</remarks>
public sealed record ClientHandshakeResult
{
    /// <summary>Whether every check has passed and the connection is open.</summary>
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsAccepted => Failure is null;

    /// <summary>
    /// Which check failed, what it expected and what came, in one line of printable ASCII; <see langword="null"/> when all
    /// passed.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>The subprotocol the server chose from the offered; <see langword="null"/> when it chose none.</summary>
    public string? Subprotocol { get; init; }

    /// <summary>
    /// The agreed parameters of <c>permessage-deflate</c>; <see langword="null"/> when messages are not compressed.
    /// </summary>
    public PerMessageDeflateParameters? Compression { get; init; }
}
