namespace Sockeye;

/// <summary>The options of a <see cref="WebSocketClient"/>. Read when it is made; not to be changed afterwards.</summary>
public sealed class WebSocketClientOptions
{
    /// <summary>How each connection is opened, and its limits.</summary>
    public WebSocketConnectOptions Connect { get; set; } = new();

    /// <summary>When to connect again; <see langword="null"/> never does, not even for the first connect.</summary>
    public ReconnectOptions? Reconnect { get; set; } = new();

    /// <summary>
    /// What becomes of messages sent while there is no connection. Default <see cref="WhileDisconnected.Queue"/>.
    /// </summary>
    public WhileDisconnected WhileDisconnected { get; set; } = WhileDisconnected.Queue;

    /// <summary>Most messages queued while there is no connection. Default 1,024; at least 1.</summary>
    public int MaxQueuedMessages { get; set; } = 1024;

    /// <summary>
    /// Most bytes of payload queued while there is no connection. Default 1 MiB; at least 1. One message is always taken,
    /// however large.
    /// </summary>
    public int MaxQueuedBytes { get; set; } = 1 << 20;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Connect);
        Connect.Validate();
        Reconnect?.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedMessages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedBytes, 1);
        if (!Enum.IsDefined(WhileDisconnected))
            throw new ArgumentOutOfRangeException(nameof(WhileDisconnected), WhileDisconnected, "Queue or Refuse.");
    }
}
