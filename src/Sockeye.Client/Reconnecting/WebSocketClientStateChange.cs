namespace Sockeye;

/// <summary>A step in a client's life.</summary>
/// <param name="Previous">The state before.</param>
/// <param name="Current">The state now.</param>
/// <param name="Reason">Why, in a sentence for people.</param>
/// <param name="Delay">When <see cref="WebSocketClientState.Waiting"/>: the wait until the next attempt.</param>
public sealed record WebSocketClientStateChange(
    WebSocketClientState Previous, WebSocketClientState Current, string Reason, TimeSpan? Delay = null)
{
    /// <summary>One line for logs.</summary>
    public override string ToString() => $"{Previous} -> {Current}: {Reason}";
}
