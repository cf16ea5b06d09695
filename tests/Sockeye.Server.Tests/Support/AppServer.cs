using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sockeye.Server.Tests.Support;

/// <summary>
/// An ASP.NET Core app on Kestrel, with a cleartext port (HTTP/1.1), one for HTTP/2 without TLS, and one with TLS.
/// </summary>
internal sealed class AppServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<ListenOptions> _listeners;

    private AppServer(WebApplication app, List<ListenOptions> listeners, LogCollector log)
    {
        _app = app;
        _listeners = listeners;
        Log = log;
    }

    public LogCollector Log { get; }

    public IServiceProvider Services => _app.Services;

    public ConnectionRegistry Connections => Services.GetRequiredService<ConnectionRegistry>();

    public int Port => _listeners[0].IPEndPoint!.Port;

    public int Http2Port => _listeners[1].IPEndPoint!.Port;

    public int TlsPort => _listeners[2].IPEndPoint!.Port;

    public static async Task<AppServer> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var log = new LogCollector();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log);
        builder.Services.AddSockeye();
        services?.Invoke(builder.Services);
        var listeners = new List<ListenOptions>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            void Listen(HttpProtocols protocols, bool tls) => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (tls)
                    listen.UseHttps(SelfSigned.Certificate);
                listeners.Add(listen);
            });
            Listen(HttpProtocols.Http1, tls: false);
            Listen(HttpProtocols.Http2, tls: false);
            Listen(HttpProtocols.Http1AndHttp2, tls: true);
        });
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new AppServer(app, listeners, log);
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
