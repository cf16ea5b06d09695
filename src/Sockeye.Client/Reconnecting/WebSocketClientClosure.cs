namespace Sockeye;

/// <summary>How a client ended for good.</summary>
/// <param name="Reason">Why, in a sentence for people.</param>
/// <param name="Closure">How its last connection ended; <see langword="null"/> when there never was one.</param>
/// <param name="Error">The failed attempt or the exception that ended it, when one did.</param>
/// <param name="UnsentMessages">Messages that were queued for a next connection and are now dropped.</param>
public sealed record WebSocketClientClosure(string Reason, WebSocketClosure? Closure, Exception? Error, int UnsentMessages);
