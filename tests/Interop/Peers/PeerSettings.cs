namespace Sockeye.Interop.Peers;

/// <summary>How a connection is to be made, at both ends.</summary>
internal sealed record PeerSettings
{
    /// <summary>What compression each end wants.</summary>
    public Compression Compression { get; init; } = Compression.Off;

    /// <summary>Whether the connection is encrypted, with the certificate of <see cref="Support.SelfSigned"/>.</summary>
    public bool Tls { get; init; }

    /// <summary>The subprotocols the client offers, in its order of preference.</summary>
    public string[] OfferedSubprotocols { get; init; } = [];

    /// <summary>The subprotocols the server speaks.</summary>
    public string[] SpokenSubprotocols { get; init; } = [];

    /// <summary>Options of our end, beyond compression.</summary>
    public WebSocketConnectionOptions CreateOptions() => new()
    {
        Compression = Compression.ForUs(),
        // A test that takes its time must see what it does itself, not a heartbeat.
        HeartbeatInterval = Timeout.InfiniteTimeSpan,
        MaxMessageSize = MaxMessageSize,
    };

    /// <summary>Largest message that our end takes.</summary>
    public int MaxMessageSize { get; init; } = 1 << 20;
}
