using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Admission;
using Sockeye.Metrics;
using Sockeye.Protocol;

namespace Sockeye.Endpoints;

/// <summary>
/// A mapped endpoint: every way in passes here. Negotiate, admit, upgrade, then run the connection; whatever speaks against it is
/// answered with an HTTP status before the upgrade.
/// </summary>
internal sealed class WebSocketEndpoint(
    WebSocketEndpointOptions options,
    IReadOnlyList<IAdmissionStep> admission,
    ConnectionRunner runner,
    ServerMetrics metrics,
    ILogger logger)
{
    private readonly string[] _subprotocols = [.. options.Subprotocols];

    public async Task InvokeAsync(HttpContext context)
    {
        var handshake = Handshakes.Negotiate(context, _subprotocols, options.Connection.Compression);
        if ((handshake.Refusal ?? await AdmitAsync(context).ConfigureAwait(false)) is { } refusal)
        {
            await RefuseAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        var (wire, accept, unable) = WireUpgrade.Prepare(context, handshake);
        if (wire is null)
        {
            await RefuseAsync(context, unable!).ConfigureAwait(false);
            return;
        }

        // On the registry before the answer is sent: a client that is open misses no broadcast.
        var connection = runner.Register(context, wire, handshake, out var taken);
        if (await AcceptAsync(connection, accept!).ConfigureAwait(false) is { } full)
        {
            await RefuseAsync(context, full).ConfigureAwait(false);
            return;
        }

        metrics.HandshakeAnswered(context, context.Response.StatusCode);
        await runner.RunAsync(context, connection, taken).ConfigureAwait(false);
    }

    private static async ValueTask<HandshakeRefusal?> AcceptAsync(
        WebSocketConnection connection, Func<ValueTask<HandshakeRefusal?>> accept)
    {
        var accepted = false;
        try
        {
            var refusal = await accept().ConfigureAwait(false);
            accepted = refusal is null;
            return refusal;
        }
        finally
        {
            if (!accepted)
                connection.Withdraw();
        }
    }

    private async ValueTask<HandshakeRefusal?> AdmitAsync(HttpContext context)
    {
        foreach (var step in admission)
        {
            if (await step.AdmitAsync(context).ConfigureAwait(false) is { } refusal)
                return refusal;
        }

        return null;
    }

    private Task RefuseAsync(HttpContext context, HandshakeRefusal refusal)
    {
        metrics.HandshakeAnswered(context, refusal.StatusCode);
        if (logger.IsEnabled(LogLevel.Information))
        {
            var origin = context.Request.Headers.Origin;
            EndpointLog.HandshakeRefused(
                logger,
                context.Request.Path,
                refusal.StatusCode,
                refusal.Reason,
                origin.Count == 0 ? "none" : origin.ToString(),
                context.TraceIdentifier);
        }

        return Handshakes.RefuseAsync(context, refusal);
    }
}
