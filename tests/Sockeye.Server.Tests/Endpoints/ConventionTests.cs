using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Endpoints;

/// <summary>A WebSocket endpoint is an endpoint: ASP.NET Core's conventions apply to its handshake.</summary>
public sealed class ConventionTests
{
    [Theory]
    [InlineData("", 401)]
    [InlineData("?user=ada", 101)]
    public async Task RequireAuthorization_decides_before_the_upgrade(string query, int status)
    {
        await using var server = await AppServer.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapWebSocket("/private", Greet).RequireAuthorization();
            },
            services =>
            {
                services.AddAuthentication("query").AddScheme<AuthenticationSchemeOptions, QueryAuthentication>("query", null);
                services.AddAuthorization();
            });
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get("/private" + query));

        Assert.Equal(status, (await client.ReadResponseAsync()).StatusCode);
        if (status == 101)
            Assert.Equal("Hello ada!", await client.ReadTextAsync());
    }

    [Fact]
    public async Task RequireRateLimiting_counts_handshakes()
    {
        await using var server = await AppServer.StartAsync(
            app =>
            {
                app.UseRateLimiter();
                app.MapWebSocket("/", (WebSocketConnection _) => { }).RequireRateLimiting("one");
            },
            services => services.AddRateLimiter(limiter =>
            {
                limiter.RejectionStatusCode = 429;
                limiter.AddFixedWindowLimiter("one", window => (window.PermitLimit, window.Window) = (1, TimeSpan.FromHours(1)));
            }));
        await using var first = await RawClient.ConnectAsync(server.Port);
        await first.SendAsync(Handshake.Get());
        Assert.Equal(101, (await first.ReadResponseAsync()).StatusCode);
        await using var second = await RawClient.ConnectAsync(server.Port);
        await second.SendAsync(Handshake.Get());
        Assert.Equal(429, (await second.ReadResponseAsync()).StatusCode);
    }

    [Fact]
    public async Task A_request_timeout_is_switched_off_once_the_connection_lives()
    {
        var timeout = new RecordedTimeout();
        await using var server = await AppServer.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                context.Features.Set<IHttpRequestTimeoutFeature>(timeout);
                return next(context);
            });
            app.MapWebSocket("/", connection => connection.SendAsync("hello").AsTask());
        });
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get());
        Assert.Equal(101, (await client.ReadResponseAsync()).StatusCode);
        Assert.Equal("hello", await client.ReadTextAsync());
        Assert.True(timeout.IsDisabled);
    }

    [Fact]
    public async Task WithName_gives_links()
    {
        await using var server = await AppServer.StartAsync(
            app => app.MapWebSocket("/rooms/{id}", (WebSocketConnection _) => { }).WithName("room"));
        var links = server.Services.GetRequiredService<LinkGenerator>();
        Assert.Equal("/rooms/42", links.GetPathByName("room", new { id = 42 }));
    }

    [Fact]
    public async Task A_page_for_GET_and_a_WebSocket_on_another_path_live_side_by_side()
    {
        await using var server = await AppServer.StartAsync(app =>
        {
            app.MapGet("/", () => "page");
            app.MapWebSocket("/chat", (WebSocketConnection _) => { });
        });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        Assert.Equal("page", await http.GetStringAsync("/", TestContext.Current.CancellationToken));
        using var plain = await http.GetAsync("/chat", TestContext.Current.CancellationToken);
        Assert.Equal(426, (int)plain.StatusCode);
    }

    private static async Task Greet(WebSocketConnection connection, WebSocketRequest request) =>
        await connection.SendAsync($"Hello {request.User.Identity!.Name}!");

    private sealed class RecordedTimeout : IHttpRequestTimeoutFeature
    {
        public bool IsDisabled { get; private set; }

        public CancellationToken RequestTimeoutToken => CancellationToken.None;

        public void DisableTimeout() => IsDisabled = true;
    }

    private sealed class QueryAuthentication(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Request.Query.TryGetValue("user", out var user))
                return Task.FromResult(AuthenticateResult.NoResult());
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user.ToString())], Scheme.Name);
            var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(ticket));
        }
    }
}
