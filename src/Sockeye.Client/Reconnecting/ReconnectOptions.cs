namespace Sockeye;

/// <summary>
/// When and how often a <see cref="WebSocketClient"/> connects again: after a random wait of at most <see cref="BaseDelay"/>,
/// then of at most twice that, and so on up to <see cref="MaxDelay"/> ("exponential backoff with full jitter").
/// </summary>
public sealed class ReconnectOptions
{
    /// <summary>The longest first wait. Default 0.5 seconds; positive.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest of all waits. Default 30 seconds; not below <see cref="BaseDelay"/>.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A connection that stayed open this long counts as good: the next loss begins again at <see cref="BaseDelay"/> with all
    /// attempts left. Default 10 seconds.
    /// </summary>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Most retries in a row, without a good connection in between, before the client gives up; at least 1. Default
    /// <see langword="null"/>: it never gives up.
    /// </summary>
    public int? MaxAttempts { get; set; }

    /// <summary>Whether the first connect is retried too. Default <see langword="true"/>.</summary>
    public bool RetryFirstConnect { get; set; } = true;

    /// <summary>
    /// The most that is waited because a server asked for it (<c>Retry-After</c>). The random wait is added to it, so that those
    /// who were asked together do not come back together. Default 5 minutes.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether to connect again after a connection ended so. Default <see cref="ReconnectRules.ShouldReconnect"/>. Called on the
    /// client's own thread of events.
    /// </summary>
    public Func<WebSocketClosure, bool> ShouldReconnect { get; set; } = ReconnectRules.ShouldReconnect;

    /// <summary>
    /// Whether to try again after an attempt failed so. Default <see cref="ReconnectRules.ShouldRetry"/>. Called on the client's
    /// own thread of events.
    /// </summary>
    public Func<WebSocketConnectException, bool> ShouldRetry { get; set; } = ReconnectRules.ShouldRetry;

    internal void Validate()
    {
        if (BaseDelay <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(BaseDelay), BaseDelay, "The first wait must be positive: clients that do not wait bring a server down.");
        }

        if (MaxDelay < BaseDelay)
            throw new ArgumentOutOfRangeException(nameof(MaxDelay), MaxDelay, "The longest wait must not be below BaseDelay.");
        ArgumentOutOfRangeException.ThrowIfLessThan(StableAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRetryAfter, TimeSpan.Zero);
        if (MaxAttempts < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxAttempts), MaxAttempts, "At least 1; to switch reconnecting off set the client's Reconnect to null.");
        }

        ArgumentNullException.ThrowIfNull(ShouldReconnect);
        ArgumentNullException.ThrowIfNull(ShouldRetry);
    }
}
