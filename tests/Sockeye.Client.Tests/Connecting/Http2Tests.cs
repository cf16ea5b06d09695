using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sockeye.Client.Tests.Connecting;

/// <summary>WebSockets over HTTP/2 (RFC 8441), and the way back to HTTP/1.1.</summary>
public class Http2Tests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_extended_connect_opens_the_connection(bool tls)
    {
        await using var server = await Http2Server.StartAsync(HttpProtocols.Http2, tls);
        await using var connection = await Connect.ToAsync(server.Url, Options(HttpVersionPolicy.RequestVersionExact)).InTime();
        var accepted = await server.AcceptAsync();
        Assert.Equal("websocket", accepted.Protocol);
        // RFC 8441 section 5: no key, for there is nothing to upgrade.
        Assert.Null(accepted.Key);
        Assert.Equal("chat", connection.Subprotocol);

        await connection.SendAsync("hello", TestContext.Current.CancellationToken);
        Assert.Equal("hello", await accepted.Peer.ReadTextAsync());
        await accepted.Peer.SendTextAsync("world");
        Assert.Equal("world", await connection.TextAsync());

        var closing = connection.CloseAsync(CloseCode.GoingAway, "bye");
        Assert.Equal(1001, await accepted.Peer.ReadCloseAsync());
        await accepted.Peer.SendCloseAsync(1001);
        accepted.Done.SetResult();
        Assert.True((await closing.InTime()).WasClean);
    }

    [Fact]
    public async Task One_invoker_shares_a_connection_among_many()
    {
        await using var server = await Http2Server.StartAsync(HttpProtocols.Http2, tls: false);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        var options = Options(HttpVersionPolicy.RequestVersionExact);
        options.Invoker = invoker;
        options.DangerouslyAcceptAnyServerCertificate = false;
        await using var first = await Connect.ToAsync(server.Url, options).InTime();
        await using var second = await Connect.ToAsync(server.Url, options).InTime();
        var one = await server.AcceptAsync();
        var two = await server.AcceptAsync();
        await one.Peer.SendTextAsync("one");
        await two.Peer.SendTextAsync("two");
        Assert.Equal("two", await second.TextAsync());
        Assert.Equal("one", await first.TextAsync());
        first.Abort();
        await two.Peer.SendTextAsync("still here");
        Assert.Equal("still here", await second.TextAsync());
        second.Abort();
    }

    [Fact]
    public async Task A_refusal_keeps_its_status_and_body()
    {
        await using var server = await Http2Server.StartAsync(HttpProtocols.Http2, tls: false);
        server.Refusal = 403;
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => Connect.ToAsync(server.Url, Options()).InTime());
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.Equal("not here", error.ResponseBody);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_of_http_1_is_refused_when_the_version_is_exact(bool tls)
    {
        await using var server = await Http2Server.StartAsync(HttpProtocols.Http1, tls);
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(
            () => Connect.ToAsync(server.Url, Options(HttpVersionPolicy.RequestVersionExact)).InTime());
        Assert.True(error.Failure == ConnectFailure.HttpVersion, error.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_of_http_1_is_asked_again_in_its_version(bool tls)
    {
        await using var server = await Http2Server.StartAsync(HttpProtocols.Http1, tls);
        // It knows no upgrade either, but the answer shows that the second request was HTTP/1.1.
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => Connect.ToAsync(server.Url, Options()).InTime());
        Assert.Equal(HttpStatusCode.UpgradeRequired, error.StatusCode);
    }

    private static WebSocketConnectOptions Options(HttpVersionPolicy policy = HttpVersionPolicy.RequestVersionOrLower) => new()
    {
        HttpVersion = HttpVersion.Version20,
        HttpVersionPolicy = policy,
        Subprotocols = { "chat" },
        DangerouslyAcceptAnyServerCertificate = true,
        Connection = { CloseTimeout = TimeSpan.FromSeconds(10) },
    };
}
