using Sockeye.Protocol;

namespace Sockeye;

/// <summary>What the handshake settled for a connection.</summary>
internal sealed record WebSocketConnectionSetup(Role Role, WebSocketConnectionOptions Options)
{
    /// <summary>The agreed subprotocol, or null.</summary>
    public string? Subprotocol { get; init; }

    /// <summary>What was agreed for permessage-deflate, or null.</summary>
    public PerMessageDeflateParameters? Compression { get; init; }

    /// <summary>A name for logs; one is made when null.</summary>
    public string? Id { get; init; }

    /// <summary>Who accepted the connection and wants to hear of it; null for nobody.</summary>
    public IConnectionOwner? Owner { get; init; }
}
