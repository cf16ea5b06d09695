using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Sockeye;

/// <summary>
/// The request a connection began with: a copy of what handlers need of it, good for as long as the connection lives (an
/// <see cref="HttpContext"/> is not: it goes back to the server). Safe for concurrent reading.
/// </summary>
public sealed class WebSocketRequest
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Lock _gate = new();
    private AsyncServiceScope? _scope;
    private IQueryCollection? _query;
    private bool _disposed;

    internal WebSocketRequest(HttpContext context, bool keepHeaders)
    {
        var request = context.Request;
        _scopes = context.RequestServices.GetRequiredService<IServiceScopeFactory>();
        Scheme = request.Scheme;
        Host = request.Host;
        PathBase = request.PathBase;
        Path = request.Path;
        QueryString = request.QueryString;
        Protocol = request.Protocol;
        User = context.User;
        RouteValues = request.RouteValues.Count == 0 ? [] : new RouteValueDictionary(request.RouteValues);
        Headers = keepHeaders ? Copy(request.Headers) : new HeaderDictionary();
        if (context.Connection.RemoteIpAddress is { } address)
            RemoteEndPoint = new IPEndPoint(address, context.Connection.RemotePort);
    }

    /// <summary><c>http</c> or <c>https</c>, the latter for <c>wss</c>.</summary>
    public string Scheme { get; }

    /// <summary>The host the client asked for.</summary>
    public HostString Host { get; }

    /// <summary>The part of the path the app is mounted under; usually empty.</summary>
    public PathString PathBase { get; }

    /// <summary>The path, percent-decoded.</summary>
    public PathString Path { get; }

    /// <summary>The query as it came, with its question mark.</summary>
    public QueryString QueryString { get; }

    /// <summary>The query by name, parsed at first use.</summary>
    public IQueryCollection Query =>
        _query ??= new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(QueryString.Value));

    /// <summary>What the route pattern matched: <c>id</c> of <c>/rooms/{id}</c>.</summary>
    public RouteValueDictionary RouteValues { get; }

    /// <summary>
    /// The request's headers without those of the handshake itself; empty where
    /// <see cref="WebSocketEndpointOptions.KeepRequestHeaders"/> is off.
    /// </summary>
    public IHeaderDictionary Headers { get; }

    /// <summary>The user that ASP.NET Core's authentication found, or an anonymous one.</summary>
    public ClaimsPrincipal User { get; }

    /// <summary>The peer's address: the proxy's, unless ASP.NET Core's forwarded-headers middleware is used.</summary>
    public IPEndPoint? RemoteEndPoint { get; }

    /// <summary><c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; }

    /// <summary>
    /// Services in a scope of this connection's own, made at first use and disposed when the connection has ended and its handler
    /// has returned. It is not the request's scope, which ends with the request.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The connection has ended.</exception>
    public IServiceProvider Services
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return (_scope ??= _scopes.CreateAsyncScope()).ServiceProvider;
            }
        }
    }

    /// <summary>Ends the scope of <see cref="Services"/>, when the connection and its handler have ended.</summary>
    internal ValueTask EndAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return ValueTask.CompletedTask;
            _disposed = true;
        }

        return _scope?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private static HeaderDictionary Copy(IHeaderDictionary headers)
    {
        var copy = new HeaderDictionary(headers.Count);
        foreach (var header in headers)
        {
            if (!IsOfHandshake(header.Key))
                copy.Add(header);
        }

        return copy;
    }

    /// <summary>HTTP/2's pseudo-headers, and what the handshake has used up.</summary>
    private static bool IsOfHandshake(string name) =>
        name.StartsWith(':')
        || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Upgrade, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase);
}
