using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sockeye;
using Sockeye.Admission;
using Sockeye.Endpoints;
using Sockeye.Metrics;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps WebSocket endpoints, over HTTP/1.1 (RFC 6455) and HTTP/2 (RFC 8441).</summary>
/// <remarks>
/// A mapped endpoint is an ordinary one: <c>RequireAuthorization</c>, <c>RequireCors</c>, <c>RequireRateLimiting</c> and the like
/// apply to the handshake. A request that is no handshake is refused with a status (405, 426, ...) and one line that
/// says why; one from a page of another origin with 403 (<see cref="WebSocketEndpointOptions.AllowedOrigins"/>). How large a
/// handshake's head may be and how long it may take is up to the server underneath: <c>KestrelServerLimits</c>'
/// <c>MaxRequestHeadersTotalSize</c> (32 KB) and <c>RequestHeadersTimeout</c> (30 seconds). Over HTTP/2, Kestrel's
/// <c>MinResponseDataRate</c> also ends connections that do not read what is sent to them.
/// </remarks>
public static class SockeyeEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps an endpoint whose handler talks with each connection and returns when it is done: the connection is then closed with
    /// 1000, if it is not closed yet. An exception closes it with 1011 and is logged; the one that says that the connection has
    /// ended is not a fault.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="pattern">The route pattern, such as <c>/rooms/{id}</c>.</param>
    /// <param name="handler">Called for each connection, concurrently.</param>
    /// <param name="configure">Changes the endpoint's options, which begin as the app's defaults.</param>
    /// <returns>For the conventions of the endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddSockeye</c> was not called.</exception>
    /// <exception cref="ArgumentException">An option is out of range or malformed; the message names it.</exception>
    public static IEndpointConventionBuilder MapWebSocket(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<WebSocketConnection, Task> handler,
        Action<WebSocketEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var adapted = new WebSocketHandler((connection, _) => handler(connection), EndsConnection: true);
        return Map(endpoints, pattern, adapted, configure);
    }

    /// <summary>As the overload without the request, for handlers that want to know what the connection began with.</summary>
    /// <inheritdoc cref="MapWebSocket(IEndpointRouteBuilder, string, Func{WebSocketConnection, Task}, Action{WebSocketEndpointOptions})"/>
    public static IEndpointConventionBuilder MapWebSocket(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<WebSocketConnection, WebSocketRequest, Task> handler,
        Action<WebSocketEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Map(endpoints, pattern, new WebSocketHandler(handler, EndsConnection: true), configure);
    }

    /// <summary>
    /// Maps an endpoint in the style of the browser: <paramref name="attach"/> subscribes to the events of each new connection
    /// and returns, and the connection lives until one of its ends closes it. No message is lost: what arrives before there is a
    /// subscriber waits. The request is <c>connection.Request</c>.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="pattern">The route pattern, such as <c>/rooms/{id}</c>.</param>
    /// <param name="attach">Called for each connection, concurrently; an exception closes it with 1011 and is logged.</param>
    /// <param name="configure">Changes the endpoint's options, which begin as the app's defaults.</param>
    /// <returns>For the conventions of the endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddSockeye</c> was not called.</exception>
    /// <exception cref="ArgumentException">An option is out of range or malformed; the message names it.</exception>
    public static IEndpointConventionBuilder MapWebSocket(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Action<WebSocketConnection> attach,
        Action<WebSocketEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(attach);
        Task Attach(WebSocketConnection connection, WebSocketRequest request)
        {
            new HandlerContext(connection.HandlerFailed).Raise(attach, connection);
            return Task.CompletedTask;
        }

        return Map(endpoints, pattern, new WebSocketHandler(Attach, EndsConnection: false), configure);
    }

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, string pattern, WebSocketHandler handler, Action<WebSocketEndpointOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var services = endpoints.ServiceProvider;
        if (services.GetService<ConnectionRegistry>() is not { } registry)
        {
            throw new InvalidOperationException(
                "MapWebSocket needs Sockeye's services: call builder.Services.AddSockeye() before the app is built.");
        }

        var defaults = services.GetRequiredService<IOptions<SockeyeOptions>>().Value.EndpointDefaults;
        var options = new WebSocketEndpointOptions().CopyFrom(defaults);
        configure?.Invoke(options);
        options.Validate();
        // A copy: whoever keeps the options and changes them later must not change an endpoint that serves.
        options = new WebSocketEndpointOptions().CopyFrom(options);

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(EndpointLog.Category);
        var endpoint = new WebSocketEndpoint(
            options,
            [new ServingStep(registry), new OriginStep(options)],
            new ConnectionRunner(options, handler, registry, logger),
            services.GetRequiredService<ServerMetrics>(),
            logger);
        // No method is named, as HTTP/1.1 comes with GET and HTTP/2 with CONNECT, and any other is to be answered with a reason.
        return endpoints.Map(pattern, endpoint.InvokeAsync).WithDisplayName($"WebSocket {pattern}");
    }
}
