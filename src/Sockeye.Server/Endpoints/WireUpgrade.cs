using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Sockeye.Protocol;
using Sockeye.Wires;

namespace Sockeye.Endpoints;

/// <summary>
/// From an admitted request to a wire. HTTP/1.1: the upgrade, and then the connection's own pipe, TLS included, with what the
/// peer sent behind its handshake still in it; where the server has no such pipe, the upgrade's stream. HTTP/2: the stream of an
/// extended CONNECT (RFC 8441).
/// </summary>
internal static class WireUpgrade
{
    private static readonly HandshakeRefusal NotUpgradable = new(
        StatusCodes.Status501NotImplemented,
        "This server cannot upgrade the request to a WebSocket. "
            + "(TestServer cannot at all: test on Kestrel, with UseKestrel of WebApplicationFactory.)",
        []);

    private static readonly HandshakeRefusal Full = new(
        StatusCodes.Status503ServiceUnavailable,
        "The server has as many upgraded connections as it takes (KestrelServerLimits.MaxConcurrentUpgradedConnections).",
        []);

    /// <summary>Sends the answer and takes the transport over; or a refusal, and then nothing was sent.</summary>
    public static async ValueTask<(Wire? Wire, HandshakeRefusal? Refusal)> AcceptAsync(
        HttpContext context, ServerHandshakeResult handshake)
    {
        // A time limit for a request must not end a connection that lives for days.
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();

        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
            return (await AcceptConnectAsync(context, connect, handshake).ConfigureAwait(false), null);
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            return await AcceptUpgradeAsync(context, upgrade, handshake).ConfigureAwait(false);
        return (null, NotUpgradable);
    }

    private static async ValueTask<(Wire?, HandshakeRefusal?)> AcceptUpgradeAsync(
        HttpContext context, IHttpUpgradeFeature upgrade, ServerHandshakeResult handshake)
    {
        Handshakes.Accept(context.Response, handshake);
        Stream stream;
        try
        {
            stream = await upgrade.UpgradeAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            context.Response.Headers.Clear();
            return (null, Full);
        }

        if (context.Features.Get<IConnectionTransportFeature>() is not { Transport: { } transport })
            return (new StreamWire(stream, RequestAbort.Of(context)), null);
        var lifetime = context.Features.Get<IConnectionLifetimeFeature>();
        return (new PipeWire(transport, lifetime is null ? RequestAbort.Of(context) : lifetime.Abort), null);
    }

    private static async ValueTask<Wire> AcceptConnectAsync(
        HttpContext context, IHttpExtendedConnectFeature connect, ServerHandshakeResult handshake)
    {
        // To Kestrel the messages of a client are the body of its request: limits meant for uploads would end the connection.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;

        Handshakes.Accept(context.Response, handshake);
        var stream = await connect.AcceptAsync().ConfigureAwait(false);
        return new StreamWire(stream, RequestAbort.Of(context));
    }
}
