namespace Sockeye;

/// <summary>
/// The limits and times of one connection, the same for server and client. Every default is safe for a port on the internet.
/// Read when a connection begins; later changes do not reach it.
/// </summary>
public sealed class WebSocketConnectionOptions
{
    /// <summary>
    /// Largest message in bytes, after decompression. Default 1 MiB; 1 to <see cref="Array.MaxLength"/>. A larger one ends the
    /// connection with 1009. Messages read as a stream are held to it too.
    /// </summary>
    public int MaxMessageSize { get; set; } = 1 << 20;

    /// <summary>Most frames of one message. Default 65,536. More end the connection with 1008.</summary>
    public int MaxFramesPerMessage { get; set; } = 1 << 16;

    /// <summary>Most ping, pong and close frames a second. Default 1,000. More end the connection with 1008.</summary>
    public int MaxControlFramesPerSecond { get; set; } = 1000;

    /// <summary>
    /// Longest time from a message's first byte to its last. Default 60 seconds;
    /// <see cref="Timeout.InfiniteTimeSpan"/> switches it off. A slower message ends the connection with 1008. Time in which the
    /// application itself holds up reading does not count.
    /// </summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A ping is sent when nothing has arrived for this long. Default 20 seconds; <see cref="Timeout.InfiniteTimeSpan"/> switches
    /// heartbeats off, and then a peer that vanished is noticed only by sending to it.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A peer from which nothing arrives for this long after a ping is taken for dead. Default 20 seconds, so that a dead peer is
    /// noticed 40 seconds after its last byte. So is one that takes nothing of what is sent to it for those 40 seconds, whatever it
    /// sends.
    /// </summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest time a closing handshake may take, from the first close frame to the end. Default 5 seconds.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of payload that may wait for a slow peer. Default 1 MiB. One message is always taken, however large.</summary>
    public int MaxQueuedBytes { get; set; } = 1 << 20;

    /// <summary>Messages that may wait for a slow peer. Default 1,024.</summary>
    public int MaxQueuedMessages { get; set; } = 1024;

    /// <summary>What a broadcast does when the queue is full. Default <see cref="SlowConsumerPolicy.CloseTryAgainLater"/>.</summary>
    public SlowConsumerPolicy SlowConsumerPolicy { get; set; } = SlowConsumerPolicy.CloseTryAgainLater;

    /// <summary>Compression to negotiate; <see langword="null"/> for none. Default: <c>permessage-deflate</c> without context takeover.</summary>
    public PerMessageDeflateOptions? Compression { get; set; } = new();

    /// <summary>The clock of heartbeats and time-outs. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>A copy that can be changed without changing this one.</summary>
    internal WebSocketConnectionOptions Clone()
    {
        var copy = (WebSocketConnectionOptions)MemberwiseClone();
        copy.Compression = Compression?.Clone();
        return copy;
    }

    internal void Validate()
    {
        AtLeastOne(MaxMessageSize, nameof(MaxMessageSize));
        AtLeastOne(MaxFramesPerMessage, nameof(MaxFramesPerMessage));
        AtLeastOne(MaxControlFramesPerSecond, nameof(MaxControlFramesPerSecond));
        AtLeastOne(MaxQueuedBytes, nameof(MaxQueuedBytes));
        AtLeastOne(MaxQueuedMessages, nameof(MaxQueuedMessages));
        PositiveOrInfinite(MessageTimeout, nameof(MessageTimeout));
        PositiveOrInfinite(HeartbeatInterval, nameof(HeartbeatInterval));
        PositiveOrInfinite(HeartbeatTimeout, nameof(HeartbeatTimeout));
        if (CloseTimeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(CloseTimeout), CloseTimeout, "A close time-out is a positive time; use Abort to end at once.");
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }

    private static void AtLeastOne(int value, string name)
    {
        if (value < 1)
            throw new ArgumentOutOfRangeException(name, value, "The limit must be at least 1.");
    }

    private static void PositiveOrInfinite(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, value, "The time must be positive, or Timeout.InfiniteTimeSpan.");
    }
}
