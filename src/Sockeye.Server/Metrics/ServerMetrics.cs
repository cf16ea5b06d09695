using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sockeye.Metrics;

/// <summary>
/// The meter <c>Sockeye.Server</c>: what becomes of handshakes. What becomes of connections is counted by the meter
/// <c>Sockeye.Connections</c>.
/// </summary>
internal sealed class ServerMetrics(IMeterFactory factory)
{
    public const string MeterName = "Sockeye.Server";

    private readonly Counter<long> _handshakes = factory.Create(MeterName).CreateCounter<long>(
        "sockeye.handshakes",
        "{handshake}",
        "Handshakes answered, by status: 101 and 200 (HTTP/2) are accepted ones, the others refused.");

    public void HandshakeAnswered(HttpContext context, int statusCode)
    {
        if (!_handshakes.Enabled)
            return;
        // The route, not the path: a tag must not take as many values as peers can think of.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        _handshakes.Add(1, new("http.response.status_code", statusCode), new("http.route", route));
    }
}
