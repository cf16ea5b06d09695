using System.Net;

namespace Sockeye.Client.Tests.Connecting;

/// <summary>Servers that are not reached, or not in time.</summary>
public class UnreachableTests
{
    [Fact]
    public async Task A_port_without_a_listener_refuses()
    {
        using var server = new LiteralServer();
        server.Stop();
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => Connect.ToAsync(server.Url).InTime());
        Assert.Equal(ConnectFailure.Refused, error.Failure);
        Assert.Contains($"nothing listens on localhost port {server.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_without_an_address_is_not_resolved()
    {
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(
            () => Connect.ToAsync("ws://no-such-name.invalid/").InTime());
        Assert.Equal(ConnectFailure.NameNotResolved, error.Failure);
        Assert.Contains("'no-such-name.invalid'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_without_a_listener_is_named()
    {
        using var proxy = new LiteralServer();
        proxy.Stop();
        var options = new WebSocketConnectOptions { Proxy = new WebProxy($"http://localhost:{proxy.Port}") };
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(
            () => Connect.ToAsync("ws://inner.example/", options).InTime());
        Assert.Equal(ConnectFailure.Proxy, error.Failure);
        Assert.Contains($"localhost:{proxy.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_refuses_the_tunnel_is_blamed()
    {
        using var proxy = new LiteralServer();
        var options = new WebSocketConnectOptions { Proxy = new WebProxy($"http://localhost:{proxy.Port}") };
        var connecting = Connect.ToAsync("ws://inner.example/", options);
        using var peer = await proxy.AcceptAsync();
        await peer.WriteAsync("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        Assert.Equal(ConnectFailure.Proxy, error.Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: web")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 10\r\n\r\nhalf")]
    public async Task A_handshake_that_never_ends_is_bounded_in_time(string sofar)
    {
        using var server = new LiteralServer();
        var time = new ManualTimeProvider();
        var options = new WebSocketConnectOptions
        {
            ConnectTimeout = TimeSpan.FromSeconds(99),
            Connection = { TimeProvider = time },
        };
        var connecting = Connect.ToAsync(server.Url, options);
        using var peer = await server.AcceptAsync();
        await peer.WriteAsync(sofar);
        if (sofar.Contains("403", StringComparison.Ordinal))
            await peer.WriteAsync(" ");
        await time.PassAsync(TimeSpan.FromSeconds(99));

        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        Assert.True(error.Failure is ConnectFailure.TimedOut or ConnectFailure.HttpStatus);
        if (error.Failure == ConnectFailure.TimedOut)
            Assert.Contains("within 99 s", error.Message, StringComparison.Ordinal);
        await peer.ReadEndAsync();
    }

    [Fact]
    public async Task Cancelling_gives_up_at_once()
    {
        using var server = new LiteralServer();
        using var cancel = new CancellationTokenSource();
        var connecting = WebSocketConnector.ConnectAsync(server.Url, cancellationToken: cancel.Token);
        using var peer = await server.AcceptAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.InTime());
        await peer.ReadEndAsync();
    }
}
