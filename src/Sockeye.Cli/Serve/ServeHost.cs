using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Sockeye.Cli.Serve.Chat;
using Sockeye.Cli.Serve.Page;

namespace Sockeye.Cli.Serve;

/// <summary>Builds the app that <c>serve</c> runs: an ordinary ASP.NET Core app with Sockeye in it.</summary>
internal static class ServeHost
{
    /// <summary>After the closing handshakes have had their time, the rest is cut off.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    private const int MaxHandshakeHeadSize = 16 * 1024;

    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan IdleHttpConnection = TimeSpan.FromSeconds(30);

    /// <exception cref="CliException">The certificate cannot be used, or an option of an endpoint is out of range.</exception>
    public static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "sockeye" });
        var certificate = options.CertificatePath is { } path ? CertificateFile.Load(path, options.KeyPath) : null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            (kestrel.Limits.MaxRequestHeadersTotalSize, kestrel.Limits.RequestHeadersTimeout) = (MaxHandshakeHeadSize, HandshakeWithin);
            // Also the time for the first byte of all.
            kestrel.Limits.KeepAliveTimeout = IdleHttpConnection;
            foreach (var address in options.Addresses)
                Listen(kestrel, address, certificate);
        });
        AddLogging(builder.Logging, options.Verbosity);
        builder.Services.AddRoutingCore();
        builder.Services.AddSockeye();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);

        var app = builder.Build();
        try
        {
            Map(app, options);
        }
        catch (ArgumentException e)
        {
            throw CliException.From(e);
        }

        return app;
    }

    private static void Map(WebApplication app, ServeOptions options)
    {
        var everyone = app.Services.GetRequiredService<ConnectionRegistry>().OnPath("/broadcast");
        var chat = new ChatEndpoint(TimeProvider.System);
        app.MapChatPage();
        app.MapWebSocket("/echo", DemoEndpoints.EchoAsync, Configure);
        app.MapWebSocket("/hello", DemoEndpoints.HelloAsync, Configure);
        app.MapWebSocket("/broadcast", connection => DemoEndpoints.BroadcastAsync(connection, everyone), Configure);
        app.MapWebSocket("/chat", chat.HandleAsync, endpoint =>
        {
            Configure(endpoint);
            endpoint.Connection.MaxMessageSize = Math.Min(options.MaxMessageSize, ChatProtocol.MaxMessageSize);
        });

        void Configure(WebSocketEndpointOptions endpoint) => ServeHost.Configure(endpoint, options);
    }

    private static void Configure(WebSocketEndpointOptions endpoint, ServeOptions options)
    {
        endpoint.Connection.MaxMessageSize = options.MaxMessageSize;
        // One message of the size that is taken has to fit into the queue on its way back, and a second one behind it.
        endpoint.Connection.MaxQueuedBytes = (int)Math.Min(int.MaxValue, Math.Max(endpoint.Connection.MaxQueuedBytes, 2L * options.MaxMessageSize));
        if (!options.Compression)
            endpoint.Connection.Compression = null;
        endpoint.DangerouslyAllowAnyOrigin = options.AllowAnyOrigin;
        foreach (var origin in options.Origins)
            endpoint.AllowedOrigins.Add(origin);
    }

    private static void Listen(KestrelServerOptions kestrel, ServeAddress address, ServerCertificate? certificate)
    {
        if (address.IsWildcard)
            kestrel.ListenAnyIP(address.Port, ConfigureListener);
        else if (address.Ip is { } ip)
            kestrel.Listen(ip, address.Port, ConfigureListener);
        else
            kestrel.ListenLocalhost(address.Port, ConfigureListener);

        void ConfigureListener(ListenOptions listen)
        {
            // HTTP/2 is agreed inside TLS. Without TLS, Kestrel serves one version on a port, and browsers speak HTTP/1.1 there.
            listen.Protocols = address.Tls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            if (address.Tls)
                listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate!.Certificate, certificate.Chain));
        }
    }

    // Everything goes to standard error, whatever its level: standard output is for what was asked for.
    private static void AddLogging(ILoggingBuilder logging, Verbosity verbosity)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(verbosity switch
        {
            Verbosity.Quiet => LogLevel.Error,
            Verbosity.Verbose => LogLevel.Information,
            _ => LogLevel.Warning,
        });
        if (verbosity == Verbosity.Verbose)
            logging.AddFilter("Sockeye", LogLevel.Debug);
        // A used port is told in a sentence; its stack trace helps nobody.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
