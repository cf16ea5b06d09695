using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Endpoints;

/// <summary>
/// RFC 6455 section 4.2.1: each malformed handshake is answered with an HTTP status and one line that says why.
/// </summary>
public sealed class RefusedHandshakeTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1", "-Upgrade -Connection -Sec-WebSocket-Key", 426, "This address speaks WebSocket")]
    [InlineData("GET / HTTP/1.1", "-Upgrade", 426, "The Upgrade header is missing")]
    [InlineData("GET / HTTP/1.1", "Upgrade: h2c", 400, "Upgrade must name 'websocket'")]
    [InlineData("GET / HTTP/1.1", "-Connection", 400, "Connection must contain 'Upgrade'")]
    [InlineData("GET / HTTP/1.1", "Connection: keep-alive", 400, "Connection must contain 'Upgrade'")]
    [InlineData("GET / HTTP/1.1", "-Sec-WebSocket-Key", 400, "Sec-WebSocket-Key must be 16 bytes")]
    [InlineData("GET / HTTP/1.1", "Sec-WebSocket-Key: c2hvcnQ=", 400, "Sec-WebSocket-Key must be 16 bytes")]
    [InlineData("GET / HTTP/1.1", "-Sec-WebSocket-Version", 400, "The Sec-WebSocket-Version header is missing")]
    [InlineData("GET / HTTP/1.1", "Sec-WebSocket-Version: 8", 426, "Sec-WebSocket-Version must be '13'")]
    [InlineData("GET / HTTP/1.1", "Sec-WebSocket-Protocol: chat,chat", 400, "chat")]
    [InlineData("GET / HTTP/1.1", "Sec-WebSocket-Extensions: ;;", 400, "Sec-WebSocket-Extensions")]
    [InlineData("GET / HTTP/1.0", "", 400, "HTTP/1.1 or higher is needed")]
    [InlineData("DELETE / HTTP/1.1", "", 405, "The method must be GET; got 'DELETE'")]
    [InlineData("OPTIONS / HTTP/1.1", "", 405, "The method must be GET; got 'OPTIONS'")]
    public async Task Is_answered_with_a_status_and_a_reason(string requestLine, string changes, int status, string reason)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", (WebSocketConnection _) => { }));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.With(requestLine, Split(changes)));

        var response = await client.ReadResponseAsync();

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(reason, response.Body, StringComparison.Ordinal);
        Assert.Equal(1, response.Body.Count(c => c == '\n'));
        Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
        var log = Assert.Single(server.Log.WithId(2));
        Assert.Equal(LogLevel.Information, log.Level);
        Assert.Contains($"refused with {status}", log.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_not_spoken_is_told_the_one_that_is()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", (WebSocketConnection _) => { }));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get("/", "Sec-WebSocket-Version: 25"));

        var response = await client.ReadResponseAsync();

        Assert.Equal("13", response["Sec-WebSocket-Version"]);
        Assert.Equal("websocket", response["Upgrade"]);
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_is_told_the_one_that_is()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket("/", (WebSocketConnection _) => { }));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.With("PUT / HTTP/1.1"));

        Assert.Equal("GET", (await client.ReadResponseAsync())["Allow"]);
    }

    [Theory]
    [InlineData("http://server.example.com", true)]
    [InlineData("http://app.example.com", true)]
    [InlineData("http://evil.test", false)]
    [InlineData("https://server.example.com", false)]
    [InlineData("null", false)]
    public async Task A_page_of_another_origin_is_refused_with_403(string origin, bool allowed)
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/", (WebSocketConnection _) => { }, options => options.AllowedOrigins.Add("http://app.example.com")));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get("/", $"Origin: {origin}"));

        var response = await client.ReadResponseAsync();

        Assert.Equal(allowed ? 101 : 403, response.StatusCode);
        if (!allowed)
        {
            Assert.Contains("AllowedOrigins", response.Body, StringComparison.Ordinal);
            Assert.Contains(origin, Assert.Single(server.Log.WithId(2)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Any_origin_is_accepted_where_that_was_asked_for_by_its_dangerous_name()
    {
        await using var server = await AppServer.StartAsync(app => app.MapWebSocket(
            "/", (WebSocketConnection _) => { }, options => options.DangerouslyAllowAnyOrigin = true));
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Handshake.Get("/", "Origin: null"));

        Assert.Equal(101, (await client.ReadResponseAsync()).StatusCode);
    }

    private static string[] Split(string changes)
    {
        if (changes.Contains(": ", StringComparison.Ordinal))
            return [changes];
        return changes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
