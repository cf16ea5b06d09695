namespace Sockeye;

/// <summary>
/// A server could not start: a port is in use, an address not to be had, a certificate not readable. The message says what to do.
/// </summary>
public sealed class WebSocketServerException : SockeyeException
{
    internal WebSocketServerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
