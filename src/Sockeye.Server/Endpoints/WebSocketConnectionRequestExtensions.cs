namespace Sockeye;

/// <summary>What a server knows of a connection beyond the connection itself.</summary>
public static class WebSocketConnectionRequestExtensions
{
    extension(WebSocketConnection connection)
    {
        /// <summary>The request the connection began with: its path, user, headers and services. Any thread.</summary>
        /// <exception cref="InvalidOperationException">The connection was not accepted by a Sockeye server.</exception>
        public WebSocketRequest Request =>
            connection.AcceptedRequest as WebSocketRequest
                ?? throw new InvalidOperationException("Only connections that a Sockeye server accepted have a request.");
    }
}
