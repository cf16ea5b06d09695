using Microsoft.AspNetCore.Http;
using Sockeye.Protocol;

namespace Sockeye.Admission;

/// <summary>
/// Against cross-site WebSocket hijacking (RFC 6455 section 10.2): a browser sends cookies with a handshake whatever page asked
/// for it, and no CORS preflight, so that the server has to look at <c>Origin</c> itself. Requests without the header do not come
/// from a browser's page and pass.
/// </summary>
internal sealed class OriginStep : IAdmissionStep
{
    private static readonly HandshakeRefusal Refusal = new(
        StatusCodes.Status403Forbidden,
        "This endpoint does not accept pages of that Origin: allowed are the server's own and those listed in AllowedOrigins.",
        []);

    private readonly OriginPattern[] _allowed;
    private readonly bool _any;

    /// <exception cref="ArgumentException">The allow list has an entry that is not an origin.</exception>
    public OriginStep(WebSocketEndpointOptions options)
    {
        _any = options.DangerouslyAllowAnyOrigin;
        _allowed = [.. options.AllowedOrigins.Select(OriginPattern.Parse)];
    }

    public ValueTask<HandshakeRefusal?> AdmitAsync(HttpContext context)
    {
        var request = context.Request;
        var header = request.Headers.Origin;
        var allowed = _any
            || header.Count == 0
            || (header.Count == 1 && Allows(header[0]!, Origin.OfServer(request.Scheme, request.Host.Host, request.Host.Port)));
        return new(allowed ? null : Refusal);
    }

    /// <summary>
    /// Whether a page of <paramref name="text"/>'s origin may talk to a server whose own origin is <paramref name="server"/>.
    /// </summary>
    internal bool Allows(string text, Origin server)
    {
        if (!Origin.TryParse(text, out var origin))
            return false;
        if (origin == server)
            return true;
        foreach (var pattern in _allowed)
        {
            if (pattern.Matches(origin.Value))
                return true;
        }

        return false;
    }
}
