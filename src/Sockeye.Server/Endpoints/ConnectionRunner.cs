using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Hosting;
using Sockeye.Protocol;
using Sockeye.Wires;

namespace Sockeye.Endpoints;

/// <summary>
/// The life of an accepted connection: registered, given to the handler, and at last waited for. Knows nothing of how it was
/// accepted; the HTTP request is only read to remember it.
/// </summary>
internal sealed class ConnectionRunner(
    WebSocketEndpointOptions options, WebSocketHandler handler, ConnectionRegistry registry, ILogger logger) : IConnectionOwner
{
    /// <summary>A connection whose handshake is about to be answered; from now on broadcasts reach it, and wait.</summary>
    public WebSocketConnection Register(HttpContext context, Wire wire, ServerHandshakeResult handshake, out bool taken)
    {
        var request = new WebSocketRequest(context, options.KeepRequestHeaders);
        var connection = new WebSocketConnection(wire, new WebSocketConnectionSetup(Role.Server, options.Connection)
        {
            Subprotocol = handshake.Subprotocol,
            Compression = handshake.Compression,
            Owner = this,
        })
        {
            AcceptedRequest = request,
        };
        // Not taken: the server began to stop between admission and here.
        taken = registry.TryAdd(connection, RegistryPath(request));
        if (!taken)
            _ = connection.CloseAsync(CloseCode.GoingAway, GracefulStop.Reason);
        return connection;
    }

    /// <summary>Complete when the connection has ended and the handler has returned.</summary>
    public async Task RunAsync(HttpContext context, WebSocketConnection connection, bool taken)
    {
        var request = connection.Request;
        connection.Start();
        if (logger.IsEnabled(LogLevel.Debug))
            EndpointLog.ConnectionAccepted(logger, connection.Id, request.Path, request.Protocol, context.TraceIdentifier);
        await HandleAsync(connection, request, taken).ConfigureAwait(false);
        await request.EndAsync().ConfigureAwait(false);
    }

    void IConnectionOwner.ApplicationFailed(WebSocketConnection connection, Exception error)
    {
        if (!connection.SaysThatItEnded(error))
            EndpointLog.HandlerFailed(logger, connection.Id, connection.Request.Path, error);
    }

    void IConnectionOwner.Ended(WebSocketConnection connection, WebSocketClosure closure)
    {
        registry.Remove(connection, RegistryPath(connection.Request));
        if (logger.IsEnabled(LogLevel.Debug))
            EndpointLog.ConnectionEnded(logger, connection.Id, closure.ToString());
    }

    private async Task HandleAsync(WebSocketConnection connection, WebSocketRequest request, bool taken)
    {
        if (taken)
            await InvokeAsync(connection, request).ConfigureAwait(false);
        await connection.Completion.ConfigureAwait(false);
        // With the end of the request the server takes its pipes back, and the memory of a message that a handler still reads.
        await connection.WireCompletion.ConfigureAwait(false);
    }

    private async Task InvokeAsync(WebSocketConnection connection, WebSocketRequest request)
    {
        try
        {
            await handler.Invoke(connection, request).ConfigureAwait(false);
            if (handler.EndsConnection)
                _ = connection.CloseAsync();
        }
        catch (Exception error) when (connection.SaysThatItEnded(error))
        {
            // The peer left, or this end closed, while the handler was at it: that is how connections end, not a fault.
        }
        catch (Exception error)
        {
            connection.Fail(error);
        }
        finally
        {
            // A handler that has returned reads its last message no more; one that attached events may have given it to others.
            if (handler.EndsConnection)
                connection.ReleaseReceived();
        }
    }

    private static string RegistryPath(WebSocketRequest request) => request.Path.Value is { Length: > 0 } path ? path : "/";
}
