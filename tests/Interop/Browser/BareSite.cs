using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Browser;

/// <summary>An app that serves <c>bare.html</c> and, to pages of its own, WebSockets that are the test's to speak on.</summary>
internal sealed class BareSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<WebSocketConnection> _accepted = Channel.CreateUnbounded<WebSocketConnection>();

    private BareSite(PeerSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSockeye();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            // Inside TLS Chromium takes HTTP/2, and RFC 8441 with it; without, HTTP/1.1 is all there is.
            listen.Protocols = settings.Tls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            if (settings.Tls)
                listen.UseHttps(SelfSigned.Certificate);
        }));
        _app = builder.Build();
        _app.MapGet("/", () => Results.File(Repository.Interop("Browser", "bare.html"), "text/html"));
        _app.MapWebSocket("/peer", socket => _accepted.Writer.TryWrite(socket), options =>
        {
            options.Connection = settings.CreateOptions();
            foreach (var subprotocol in settings.SpokenSubprotocols)
                options.Subprotocols.Add(subprotocol);
        });
    }

    /// <summary>The page's address.</summary>
    public Uri Page => new(_app.Urls.First());

    /// <summary>The WebSocket's address.</summary>
    public Uri Socket => new UriBuilder(Page) { Scheme = Page.Scheme == "https" ? "wss" : "ws", Path = "/peer" }.Uri;

    /// <summary>Live connections.</summary>
    public ConnectionRegistry Connections => _app.Services.GetRequiredService<ConnectionRegistry>();

    public static async Task<BareSite> StartAsync(PeerSettings settings)
    {
        var site = new BareSite(settings);
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    public Task<WebSocketConnection> AcceptAsync() => _accepted.Reader.ReadAsync().InTime("a connection from the page");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
