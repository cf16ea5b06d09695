using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Protocol;

/// <summary>What a server answers to an opening handshake: accepted, with the headers of the answer, or refused.</summary>
/// <remarks>Immutable.</remarks>
public sealed record ServerHandshakeResult
{
    /// <summary>
    /// Whether the handshake is accepted: status 101 with <c>Upgrade: websocket</c> and <c>Connection: Upgrade</c> over HTTP/1.1,
    /// status 200 over HTTP/2.
    /// </summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => Refusal is null;

    /// <summary>Why and how it is refused; <see langword="null"/> when it is accepted.</summary>
    public HandshakeRefusal? Refusal { get; init; }

    /// <summary>The value of <c>Sec-WebSocket-Accept</c>; <see langword="null"/> over HTTP/2 (RFC 8441 section 5).</summary>
    public string? Accept { get; init; }

    /// <summary>
    /// The value of <c>Sec-WebSocket-Protocol</c>: the subprotocol that both ends speak; <see langword="null"/> when none was
    /// agreed, and then the header is left out.
    /// </summary>
    public string? Subprotocol { get; init; }

    /// <summary>
    /// The value of <c>Sec-WebSocket-Extensions</c>; <see langword="null"/> when none was agreed, and then it is left out.
    /// </summary>
    public string? Extensions { get; init; }

    /// <summary>
    /// The agreed parameters of <c>permessage-deflate</c>; <see langword="null"/> when messages are not compressed.
    /// </summary>
    public PerMessageDeflateParameters? Compression { get; init; }
}
