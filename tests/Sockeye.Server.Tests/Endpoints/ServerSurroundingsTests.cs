using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Endpoints;

/// <summary>What stands around an endpoint: Kestrel's limits, other middleware, and servers that are not Kestrel.</summary>
public sealed class ServerSurroundingsTests
{
    [Theory]
    [InlineData(Way.Http1)]
    [InlineData(Way.Http2)]
    public async Task Limits_for_uploads_do_not_end_a_connection(Way way)
    {
        await using var server = await AppServer.StartAsync(
            app => app.MapWebSocket("/", Echo),
            services => services.Configure<KestrelServerOptions>(kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = 100;
                kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1));
            }));
        await using var peer = await server.ConnectAsync(way);
        await peer.SendAsync(new string('x', 200));
        Assert.Equal(200, (await peer.ReceiveTextAsync())!.Length);

        // Real time has to pass, as Kestrel's clock is not ours to turn: grace, and its heartbeat of a second.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await peer.SendAsync("still there?");
        Assert.Equal("still there?", await peer.ReceiveTextAsync());
    }

    [Theory]
    [InlineData(Way.Http1)]
    [InlineData(Way.Http2Tls)]
    public async Task Middleware_that_touches_responses_does_not_touch_frames(Way way)
    {
        await using var server = await AppServer.StartAsync(
            app =>
            {
                app.UseResponseCompression();
                app.UseHttpLogging();
                app.UseWebSockets();
                app.UseRouting();
                app.UseCors();
                app.MapWebSocket("/", Echo, options => options.AllowedOrigins.Add("https://app.example.com")).RequireCors("app");
            },
            services =>
            {
                services.AddResponseCompression(compression => compression.EnableForHttps = true);
                services.AddHttpLogging();
                services.AddCors(cors => cors.AddPolicy("app", policy => policy.WithOrigins("https://app.example.com")));
            });
        await using var peer = await server.ConnectAsync(way, "/", options =>
        {
            options.SetRequestHeader("Origin", "https://app.example.com");
            options.SetRequestHeader("Accept-Encoding", "gzip, br");
        });
        Assert.Equal("https://app.example.com", peer.Socket.HttpResponseHeaders!["Access-Control-Allow-Origin"].Single());
        await peer.SendAsync("untouched");
        Assert.Equal("untouched", await peer.ReceiveTextAsync());
        await peer.CloseAsync(1000, "");
    }

    [Fact]
    public async Task Without_the_connections_pipe_the_upgrade_stream_does()
    {
        await using var server = await AppServer.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                context.Features.Set<IConnectionTransportFeature>(null);
                return next(context);
            });
            app.MapWebSocket("/", Echo);
        });
        await using var peer = await server.ConnectAsync(Way.Http1);
        foreach (var size in (int[])[1, 1_000, 200_000])
        {
            await peer.SendAsync(new string('x', size));
            Assert.Equal(size, (await peer.ReceiveTextAsync())!.Length);
        }

        await peer.CloseAsync(4003, "bye");
        Assert.Equal(4003, peer.Closed.Code);
    }

    [Fact]
    public async Task A_server_that_cannot_upgrade_answers_501()
    {
        await using var server = await AppServer.StartAsync(app =>
        {
            app.Use((HttpContext context, RequestDelegate next) =>
            {
                context.Features.Set<IHttpUpgradeFeature>(null);
                return next(context);
            });
            app.MapWebSocket("/", Echo);
        });
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get());
        var response = await client.ReadResponseAsync();
        Assert.Equal(501, response.StatusCode);
        Assert.Contains("UseKestrel", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kestrels_own_limit_on_upgraded_connections_is_answered_with_503()
    {
        await using var server = await AppServer.StartAsync(
            app => app.MapWebSocket("/", Echo),
            services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1));
        await using var first = await server.ConnectAsync(Way.Http1);
        await using var second = await RawClient.ConnectAsync(server.Port);
        await second.SendAsync(Handshake.Get());
        var response = await second.ReadResponseAsync();
        Assert.Equal(503, response.StatusCode);
        Assert.Contains("MaxConcurrentUpgradedConnections", response.Body, StringComparison.Ordinal);
        Assert.Null(response["Sec-WebSocket-Accept"]);
    }

    [Fact]
    public async Task A_handshake_with_a_body_is_refused()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", Echo));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get("/", "Content-Length: 5") + "hello");
        Assert.InRange((await client.ReadResponseAsync()).StatusCode, 400, 599);
    }

    private static async Task Echo(WebSocketConnection connection)
    {
        await foreach (var message in connection.ReadAllAsync())
            await connection.SendAsync(message);
    }
}
