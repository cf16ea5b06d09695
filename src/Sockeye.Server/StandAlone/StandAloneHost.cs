using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sockeye.StandAlone;

/// <summary>
/// Builds what a stand-alone server runs on: an ASP.NET Core app with Kestrel and one endpoint, and nothing of what apps usually
/// read or write on their own (configuration files, environment variables, the console, signals).
/// </summary>
internal static class StandAloneHost
{
    private const string EveryPath = "/{**path}";

    /// <summary>What a stop may take beyond the closing handshakes before the rest is cut off.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    public static WebApplication Build(
        IReadOnlyList<ServerUrl> urls, WebSocketServerOptions options, Action<WebSocketConnection> connected)
    {
        var stopTime = options.Endpoint.Connection.CloseTimeout + StopMargin;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = nameof(WebSocketServer) });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, urls, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSockeye();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = stopTime);
        if (options.LoggerFactory is not null)
            builder.Services.AddSingleton(options.LoggerFactory);

        var app = builder.Build();
        string[] paths = [.. options.Paths.Distinct(StringComparer.OrdinalIgnoreCase).DefaultIfEmpty(EveryPath)];
        foreach (var path in paths)
            app.MapWebSocket(path, connected, endpoint => endpoint.CopyFrom(options.Endpoint));
        if (options.Paths.Count > 0)
            app.MapFallback(EveryPath, context => NotFoundAsync(context, paths));
        return app;
    }

    /// <summary>The URLs with the ports that were bound, in the order in which they were given.</summary>
    public static IReadOnlyList<ServerUrl> BoundUrls(WebApplication app, IReadOnlyList<ServerUrl> urls)
    {
        var features = app.Services.GetRequiredService<IServer>().Features;
        var addresses = features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return [.. urls.Zip(addresses, (url, address) => url.On(BindingAddress.Parse(address).Port))];
    }

    private static void ConfigureKestrel(
        KestrelServerOptions kestrel, IReadOnlyList<ServerUrl> urls, WebSocketServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHandshakeHeadSize;
        kestrel.Limits.RequestHeadersTimeout = options.HandshakeTimeout;
        // Before the first byte of a request this is the time that counts; requests other than handshakes are not served here.
        kestrel.Limits.KeepAliveTimeout = options.HandshakeTimeout;
        foreach (var url in urls)
            Listen(kestrel, url, listen => ConfigureListener(listen, url, options));
    }

    private static void Listen(KestrelServerOptions kestrel, ServerUrl url, Action<ListenOptions> configure)
    {
        if (url.IsAnyAddress)
            kestrel.ListenAnyIP(url.Port, configure);
        else if (url.Address is not null)
            kestrel.Listen(url.Address, url.Port, configure);
        else if (url.Port == 0)
            // Two loopback addresses cannot be asked for the same free port; IPv4's is the one that every client tries.
            kestrel.Listen(IPAddress.Loopback, 0, configure);
        else
            kestrel.ListenLocalhost(url.Port, configure);
    }

    private static void ConfigureListener(ListenOptions listen, ServerUrl url, WebSocketServerOptions options)
    {
        // HTTP/2 is chosen inside TLS; without, a server that speaks HTTP/1.1 cannot speak it on the same port.
        listen.Protocols = url.IsSecure ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (!url.IsSecure)
            return;
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = options.Certificate!.Certificate,
            ServerCertificateChain = options.Certificate.Chain,
            HandshakeTimeout = options.HandshakeTimeout,
        });
    }

    private static Task NotFoundAsync(HttpContext context, IEnumerable<string> paths)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"There is no WebSocket endpoint here; this server has {string.Join(", ", paths)}.\n");
    }
}
