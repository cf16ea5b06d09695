using Sockeye.Admission;
using Sockeye.Protocol;

namespace Sockeye;

/// <summary>
/// What one WebSocket endpoint accepts. Safe by default, read and validated when the endpoint is mapped; later changes have no
/// effect. Not for concurrent use.
/// </summary>
public sealed class WebSocketEndpointOptions
{
    /// <summary>Limits, times, compression and the slow-consumer policy of each connection of the endpoint.</summary>
    public WebSocketConnectionOptions Connection { get; set; } = new();

    /// <summary>
    /// The subprotocols the endpoint speaks (RFC 6455 section 1.9), compared exactly. The first in the client's order of
    /// preference that is among them is chosen; a client that offers none of them is accepted without one. Default: empty, no
    /// subprotocol.
    /// </summary>
    public IList<string> Subprotocols { get; private set; } = [];

    /// <summary>
    /// Origins whose pages may connect besides the server's own: exact ones such as <c>https://app.example.com</c> or
    /// <c>http://localhost:5173</c>, and <c>https://*.example.com</c> for every subdomain (but not <c>example.com</c> itself).
    /// Default: empty. Requests without an <c>Origin</c> header do not come from a browser's page and are not concerned. Behind a
    /// proxy that ends TLS, the server's own origin is right only with ASP.NET Core's forwarded-headers middleware.
    /// </summary>
    public IList<string> AllowedOrigins { get; private set; } = [];

    /// <summary>
    /// Accepts pages of every origin. Default <see langword="false"/>. Dangerous: any page a user visits can then open a
    /// connection in the user's name, cookies included (RFC 6455 section 10.2). Only for endpoints that are open to anyone
    /// anyway.
    /// </summary>
    public bool DangerouslyAllowAnyOrigin { get; set; }

    /// <summary>
    /// Whether <see cref="WebSocketRequest.Headers"/> keeps a copy of the request's headers for as long as the connection lives,
    /// about 1 to 2 KB each for a browser. Default <see langword="true"/>.
    /// </summary>
    public bool KeepRequestHeaders { get; set; } = true;

    /// <summary>Becomes a copy of other options, which can be changed afterwards without changing these.</summary>
    internal WebSocketEndpointOptions CopyFrom(WebSocketEndpointOptions other)
    {
        Connection = other.Connection.Clone();
        Subprotocols = [.. other.Subprotocols];
        AllowedOrigins = [.. other.AllowedOrigins];
        DangerouslyAllowAnyOrigin = other.DangerouslyAllowAnyOrigin;
        KeepRequestHeaders = other.KeepRequestHeaders;
        return this;
    }

    /// <exception cref="ArgumentException">An option is out of range or malformed; the message names it.</exception>
    internal void Validate()
    {
        if (Connection is null)
            throw new ArgumentException($"{nameof(Connection)} is null; leave it as it is for the defaults.");
        Connection.Validate();
        foreach (var origin in AllowedOrigins)
            OriginPattern.Parse(origin);
        SubprotocolNegotiation.ThrowIfInvalid([.. Subprotocols], nameof(Subprotocols));
        Connection.Compression?.Validate();
    }
}
