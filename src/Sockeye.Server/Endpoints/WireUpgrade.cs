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

    /// <summary>
    /// The wire for a request, and what answers the handshake and gives the transport to it; or a refusal. Nothing is sent yet.
    /// </summary>
    public static (Wire? Wire, Func<ValueTask<HandshakeRefusal?>>? Accept, HandshakeRefusal? Refusal) Prepare(
        HttpContext context, ServerHandshakeResult handshake)
    {
        // A time limit for a request must not end a connection that lives for days.
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();

        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            var wire = new StreamWire(null, RequestAbort.Of(context));
            return (wire, () => AcceptConnectAsync(context, connect, handshake, wire), null);
        }
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
            return (null, null, NotUpgradable);
        if (context.Features.Get<IConnectionTransportFeature>() is { Transport: { } transport })
        {
            var lifetime = context.Features.Get<IConnectionLifetimeFeature>();
            var wire = new PipeWire(transport, lifetime is null ? RequestAbort.Of(context) : lifetime.Abort);
            return (wire, () => AcceptUpgradeAsync(context, upgrade, handshake, null), null);
        }
        var streamWire = new StreamWire(null, RequestAbort.Of(context));
        return (streamWire, () => AcceptUpgradeAsync(context, upgrade, handshake, streamWire), null);
    }

    private static async ValueTask<HandshakeRefusal?> AcceptUpgradeAsync(
        HttpContext context, IHttpUpgradeFeature upgrade, ServerHandshakeResult handshake, StreamWire? wire)
    {
        Handshakes.Accept(context.Response, handshake);
        try
        {
            var stream = await upgrade.UpgradeAsync().ConfigureAwait(false);
            wire?.Attach(stream);
            return null;
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            context.Response.Headers.Clear();
            return Full;
        }
    }

    private static async ValueTask<HandshakeRefusal?> AcceptConnectAsync(
        HttpContext context, IHttpExtendedConnectFeature connect, ServerHandshakeResult handshake, StreamWire wire)
    {
        // To Kestrel the messages of a client are the body of its request: limits meant for uploads would end the connection.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;

        Handshakes.Accept(context.Response, handshake);
        wire.Attach(await connect.AcceptAsync().ConfigureAwait(false));
        return null;
    }
}
