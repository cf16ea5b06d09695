using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>ASP.NET Core's own WebSockets (<c>UseWebSockets</c>) as the server of our client.</summary>
internal sealed class AspNetCoreServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly PeerSettings _settings;
    private readonly Channel<SystemNetPeer> _accepted = Channel.CreateUnbounded<SystemNetPeer>();

    private AspNetCoreServer(PeerSettings settings, HttpProtocols protocols)
    {
        _settings = settings;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (settings.Tls)
                listen.UseHttps(SelfSigned.Certificate);
        }));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(AcceptAsync);
    }

    public static async Task<Pair> PairAsync(PeerSettings settings, Version httpVersion)
    {
        var server = new AspNetCoreServer(settings, httpVersion == HttpVersion.Version20 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        var port = new Uri(server._app.Urls.First()).Port;
        var ours = await OurClient.ConnectAsync(new Uri($"{(settings.Tls ? "wss" : "ws")}://127.0.0.1:{port}/peer"), settings, httpVersion);
        return new Pair(ours, await server._accepted.Reader.ReadAsync().InTime("a connection to ASP.NET Core"), server);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var wishes = _settings.Compression.ForThem();
        var accept = new WebSocketAcceptContext
        {
            SubProtocol = context.WebSockets.WebSocketRequestedProtocols.Intersect(_settings.SpokenSubprotocols).FirstOrDefault(),
            DangerousEnableCompression = wishes is not null,
            DisableServerContextTakeover = wishes is { ServerNoContextTakeover: true },
            ServerMaxWindowBits = wishes?.ServerMaxWindowBits ?? 15,
        };
        var socket = await context.WebSockets.AcceptWebSocketAsync(accept);
        var peer = new SystemNetPeer(socket, context.Response.Headers.SecWebSocketExtensions.ToString());
        _accepted.Writer.TryWrite(peer);
        // The connection lives as long as its request does.
        await peer.Closed;
    }
}
