namespace Sockeye.Endpoints;

/// <summary>What an endpoint runs for each connection.</summary>
/// <param name="Invoke">The application's code.</param>
/// <param name="EndsConnection">
/// Whether the connection is over when the code returns (a handler that talks), or lives on (one that attaches events).
/// </param>
internal sealed record WebSocketHandler(Func<WebSocketConnection, WebSocketRequest, Task> Invoke, bool EndsConnection);
