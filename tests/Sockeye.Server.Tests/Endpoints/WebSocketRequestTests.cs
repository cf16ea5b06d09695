using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Endpoints;

/// <summary>What a handler knows of the request its connection began with, as long as the connection lives.</summary>
public sealed class WebSocketRequestTests
{
    [Theory]
    [InlineData(Way.Http1, "http", "HTTP/1.1")]
    [InlineData(Way.Http2Tls, "https", "HTTP/2")]
    public async Task Is_captured(Way way, string scheme, string protocol)
    {
        var requests = new TaskCompletionSource<WebSocketRequest>();
        await using var server = await AppServer.StartAsync(app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapWebSocket("/rooms/{id}", async (connection, request) =>
            {
                Assert.Same(request, connection.Request);
                requests.SetResult(request);
                await connection.Completion;
            });
        });
        await using var peer = await server.ConnectAsync(
            way, "/base/rooms/a%20b?x=1&x=2", options => options.SetRequestHeader("X-Mine", "yes"));

        var captured = await requests.Task;
        Assert.Equal("/base", captured.PathBase.Value);
        Assert.Equal("/rooms/a b", captured.Path.Value);
        Assert.Equal("?x=1&x=2", captured.QueryString.Value);
        Assert.Equal("1,2", captured.Query["x"].ToString());
        Assert.Equal("a b", captured.RouteValues["id"]);
        Assert.Equal("yes", captured.Headers["X-Mine"].ToString());
        Assert.DoesNotContain(captured.Headers.Keys, name => name.StartsWith(':') || name.StartsWith("Sec-WebSocket-"));
        Assert.Equal(scheme, captured.Scheme);
        Assert.Equal("127.0.0.1", captured.Host.Host);
        Assert.Equal(protocol, captured.Protocol);
        Assert.Equal(IPAddress.Loopback, captured.RemoteEndPoint!.Address);
        Assert.False(captured.User.Identity!.IsAuthenticated);
        Assert.Single(server.Connections.OnPath("/rooms/a b"));
    }

    [Fact]
    public async Task Headers_are_not_kept_where_that_is_switched_off()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/",
            (connection, request) => connection.SendAsync($"{request.Headers.Count}").AsTask(),
            options => options.KeepRequestHeaders = false));
        await using var peer = await server.ConnectAsync(Way.Http1);
        Assert.Equal("0", await peer.ReceiveTextAsync());
    }

    [Fact]
    public async Task Services_are_in_a_scope_of_the_connection_that_ends_with_it()
    {
        var used = new TaskCompletionSource<ScopedService>();
        await using var server = await AppServer.StartAsync(
            app => app.MapWebSocket("/", async (connection, request) =>
            {
                var service = request.Services.GetRequiredService<ScopedService>();
                Assert.Same(service, request.Services.GetRequiredService<ScopedService>());
                used.SetResult(service);
                await connection.Completion;
                Assert.False(service.Disposed.Task.IsCompleted);
            }),
            services => services.AddScoped<ScopedService>());
        await using var peer = await server.ConnectAsync(Way.Http1);
        var service = await used.Task;
        await peer.CloseAsync(1000, "");
        await service.Disposed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Empty(server.Log.WithId(3));
    }

    [Fact]
    public async Task A_connection_of_a_client_has_none()
    {
        await using var connection = WebSocketConnection.FromStream(new MemoryStream(), Sockeye.Protocol.Role.Client);
        Assert.Throws<InvalidOperationException>(() => connection.Request);
    }

    private sealed class ScopedService : IDisposable
    {
        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => Disposed.SetResult();
    }
}
