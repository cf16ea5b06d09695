using Microsoft.Extensions.Logging;

namespace Sockeye.Endpoints;

/// <summary>What an endpoint writes to the log, under the category <c>Sockeye.Server</c>; ids 1 to 19.</summary>
internal static partial class EndpointLog
{
    public const string Category = "Sockeye.Server";

    [LoggerMessage(1, LogLevel.Debug,
        "Connection {ConnectionId} accepted on {Path} over {Protocol} for request {TraceIdentifier}.")]
    public static partial void ConnectionAccepted(
        ILogger logger, string connectionId, string path, string protocol, string traceIdentifier);

    [LoggerMessage(2, LogLevel.Information,
        "Handshake on {Path} refused with {StatusCode}: {Reason} Origin: {Origin}. Request {TraceIdentifier}.")]
    public static partial void HandshakeRefused(
        ILogger logger, string path, int statusCode, string reason, string origin, string traceIdentifier);

    [LoggerMessage(3, LogLevel.Error,
        "The handler of connection {ConnectionId} on {Path} failed; the connection is closed with 1011.")]
    public static partial void HandlerFailed(ILogger logger, string connectionId, string path, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "Connection {ConnectionId} ended: {Closure}.")]
    public static partial void ConnectionEnded(ILogger logger, string connectionId, string closure);
}
