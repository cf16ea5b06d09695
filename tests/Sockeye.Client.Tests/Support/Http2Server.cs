using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Sockeye.Client.Tests;

/// <summary>Kestrel as an HTTP/2 server whose extended CONNECT streams (RFC 8441) are the test's to speak on.</summary>
internal sealed class Http2Server : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Accepted> _streams = Channel.CreateUnbounded<Accepted>();
    private readonly bool _tls;

    private Http2Server(HttpProtocols protocols, bool tls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (tls)
                listen.UseHttps(LiteralServer.SelfSigned());
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        _app = builder.Build();
        _app.Run(HandleAsync);
        _tls = tls;
    }

    public string Url => $"{(_tls ? "wss" : "ws")}://localhost:{new Uri(_app.Urls.First()).Port}/chat";

    /// <summary>The status to refuse with; null to accept.</summary>
    public int? Refusal { get; set; }

    public static async Task<Http2Server> StartAsync(HttpProtocols protocols, bool tls)
    {
        var server = new Http2Server(protocols, tls);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>The next accepted stream, with the request's headers.</summary>
    public Task<Accepted> AcceptAsync() => _streams.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTime();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var connect = context.Features.Get<IHttpExtendedConnectFeature>();
        if (Refusal is { } status || connect is not { IsExtendedConnect: true })
        {
            context.Response.StatusCode = Refusal ?? StatusCodes.Status426UpgradeRequired;
            await context.Response.WriteAsync("not here");
            return;
        }

        if (context.Request.Headers.SecWebSocketProtocol.FirstOrDefault() is { } subprotocol)
            context.Response.Headers.SecWebSocketProtocol = subprotocol;
        await using var stream = await connect.AcceptAsync();
        var done = new TaskCompletionSource();
        var key = context.Request.Headers.SecWebSocketKey;
        _streams.Writer.TryWrite(new Accepted(new LiteralPeer(stream), connect.Protocol, key, done));
        using var gone = context.RequestAborted.Register(() => done.TrySetResult());
        await done.Task;
    }

    /// <summary>An open stream; <paramref name="Done"/> ends the request.</summary>
    internal sealed record Accepted(LiteralPeer Peer, string? Protocol, string? Key, TaskCompletionSource Done);
}
