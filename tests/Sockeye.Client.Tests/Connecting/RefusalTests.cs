using System.Net;

namespace Sockeye.Client.Tests.Connecting;

/// <summary>Answers that open nothing, each with its failure and a message that says what to do.</summary>
public class RefusalTests
{
    private const string Good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

    [Theory]
    [InlineData("Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n")]
    [InlineData("\r\n")]
    public async Task A_wrong_accept_value_fails_the_handshake(string rest)
    {
        var error = await AnswerAsync(Good + rest);
        Assert.Equal(ConnectFailure.HandshakeFailed, error.Failure);
        Assert.Contains("Sec-WebSocket-Accept", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: other\r\n", "other")]
    [InlineData("Sec-WebSocket-Extensions: x-unheard-of\r\n", "x-unheard-of")]
    public async Task What_was_not_offered_fails_the_handshake(string header, string named)
    {
        using var server = new LiteralServer();
        var options = new WebSocketConnectOptions { Subprotocols = { "chat" } };
        var connecting = Connect.ToAsync(server.Url, options);
        using var peer = await server.AcceptAsync();
        await peer.UpgradeAsync(header);
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        Assert.Equal(ConnectFailure.HandshakeFailed, error.Failure);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_keeps_its_status_and_body()
    {
        var error = await AnswerAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 18\r\n\r\nnot\tfrom\nthis place");
        Assert.Equal(ConnectFailure.HttpStatus, error.Failure);
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.Equal("not\tfrom\nthis place"[..18], error.ResponseBody);
        Assert.Contains("403 Forbidden", error.Message, StringComparison.Ordinal);
        Assert.Contains("origin, token or cookies", error.Message, StringComparison.Ordinal);
        Assert.Contains("It says: not from this plac", error.Message, StringComparison.Ordinal);
        Assert.Null(error.RetryAfter);
    }

    [Fact]
    public async Task A_large_body_is_read_to_its_limit_only()
    {
        var error = await AnswerAsync("HTTP/1.1 500 Oh\r\nContent-Length: 1000000\r\n\r\n" + new string('x', 5000));
        Assert.Equal(new string('x', 4096), error.ResponseBody);
        Assert.True(error.Message.Length < 600);
    }

    [Fact]
    public async Task A_web_page_is_not_a_websocket()
    {
        var error = await AnswerAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        Assert.Equal(ConnectFailure.HttpStatus, error.Failure);
        Assert.Contains("no WebSocket at this address", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_its_target_is_named()
    {
        var error = await AnswerAsync("HTTP/1.1 302 Found\r\nLocation: ws://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(HttpStatusCode.Found, error.StatusCode);
        Assert.Contains("ws://elsewhere.example/", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    public async Task Retry_after_is_read(string value, int? seconds)
    {
        var error = await AnswerAsync($"HTTP/1.1 503 Busy\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(seconds, (int?)error.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task An_answer_that_is_not_http_fails_the_handshake()
    {
        var error = await AnswerAsync("SSH-2.0-OpenSSH_9.9\r\n\r\n");
        Assert.Equal(ConnectFailure.HandshakeFailed, error.Failure);
    }

    [Fact]
    public async Task A_head_over_the_limit_fails_the_handshake()
    {
        var error = await AnswerAsync(
            "HTTP/1.1 101 X\r\nX-Long: " + new string('x', 3000) + "\r\n\r\n",
            new WebSocketConnectOptions { MaxResponseHeadersLength = 1 });
        Assert.Equal(ConnectFailure.HandshakeFailed, error.Failure);
    }

    [Fact]
    public async Task A_connection_that_ends_in_the_handshake_is_lost()
    {
        using var server = new LiteralServer();
        var connecting = Connect.ToAsync(server.Url);
        using (var peer = await server.AcceptAsync())
            await peer.WriteAsync("HTTP/1.1 101 Swi");
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        Assert.Equal(ConnectFailure.ConnectionLost, error.Failure);
    }

    private static async Task<WebSocketConnectException> AnswerAsync(string answer, WebSocketConnectOptions? options = null)
    {
        using var server = new LiteralServer();
        var connecting = Connect.ToAsync(server.Url, options);
        using var peer = await server.AcceptAsync();
        await peer.WriteAsync(answer);
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        Assert.StartsWith($"Could not connect to ws://localhost:{server.Port}/chat: ", error.Message, StringComparison.Ordinal);
        // The client lets go of a connection that opened nothing.
        await peer.ReadEndAsync();
        return error;
    }
}
