using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.StandAlone;

/// <summary>Starting a stand-alone server: the bound ports, and what goes wrong in words.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("ws://localhost:0", "ws://localhost:")]
    [InlineData("ws://127.0.0.1:0", "ws://127.0.0.1:")]
    [InlineData("ws://*:0", "ws://*:")]
    public async Task With_port_0_the_bound_port_is_told(string url, string start)
    {
        await using var server = new WebSocketServer(url);
        Assert.Equal(url, Assert.Single(server.Urls));
        await server.StartAsync(TestContext.Current.CancellationToken);

        var bound = Assert.Single(server.Urls);
        Assert.StartsWith(start, bound, StringComparison.Ordinal);
        await using var client = await RawClient.ConnectAsync(new Uri(bound.Replace('*', 'x')).Port);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(426, (await client.ReadResponseAsync()).StatusCode);
    }

    [Fact]
    public async Task Several_urls_are_told_in_order()
    {
        var options = new WebSocketServerOptions { Certificate = ServerCertificate.From(SelfSigned.Certificate) };
        await using var server = new WebSocketServer(["ws://127.0.0.1:0", "wss://localhost:0"], options);
        await server.StartAsync(TestContext.Current.CancellationToken);

        var urls = server.Urls.Select(url => new Uri(url)).ToArray();
        Assert.Equal(["ws", "wss"], urls.Select(url => url.Scheme));
        foreach (var (url, tls) in urls.Zip([false, true]))
        {
            await using var client = await RawClient.ConnectAsync(url.Port, tls);
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(426, (await client.ReadResponseAsync()).StatusCode);
        }
    }

    [Theory]
    [InlineData("ws://127.0.0.1:{0}")]
    [InlineData("ws://localhost:{0}")]
    public async Task A_port_in_use_is_named_and_another_suggested(string url)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var other6 = new TcpListener(IPAddress.IPv6Loopback, port);
        if (Socket.OSSupportsIPv6)
            other6.Start();
        await using var server = new WebSocketServer(["ws://127.0.0.1:0", string.Format(null, url, port)]);

        var error = await Assert.ThrowsAsync<WebSocketServerException>(
            () => server.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"Port {port} of {string.Format(null, url, port)} is in use", error.Message, StringComparison.Ordinal);
        Assert.Contains($"such as {port + 1}, or 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_explained()
    {
        await using var server = new WebSocketServer("ws://192.0.2.1:0");
        var error = await Assert.ThrowsAsync<WebSocketServerException>(
            () => server.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("this machine has no such address", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_once()
    {
        await using var server = new WebSocketServer("ws://127.0.0.1:0");
        await server.StartAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAsync(TestContext.Current.CancellationToken));
        await server.StopAsync(TestContext.Current.CancellationToken);
        await server.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task RunAsync_returns_when_cancelled()
    {
        await using var server = new WebSocketServer("ws://127.0.0.1:0");
        using var cancellation = new CancellationTokenSource();
        var running = server.RunAsync(cancellation.Token);
        Assert.False(running.IsCompleted);
        await cancellation.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Tls_without_a_certificate_says_how_to_give_one()
    {
        var error = Assert.Throws<ArgumentException>(() => new WebSocketServer("wss://localhost:0"));
        Assert.Contains("ServerCertificate.FromPem", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_given_paths_are_served()
    {
        var options = new WebSocketServerOptions { Paths = { "/chat", "/rooms/{id}" } };
        await using var server = new WebSocketServer("ws://127.0.0.1:0", options);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var client = await RawClient.ConnectAsync(new Uri(server.Urls[0]).Port);
        await client.SendAsync(Handshake.Get("/nowhere"));
        var response = await client.ReadResponseAsync();
        Assert.Equal(404, response.StatusCode);
        Assert.Contains("/chat, /rooms/{id}", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgr")]
    public async Task A_peer_that_does_not_finish_its_handshake_is_dropped_in_time(string beginning)
    {
        await using var server = new WebSocketServer(
            "ws://127.0.0.1:0", new WebSocketServerOptions { HandshakeTimeout = TimeSpan.FromSeconds(1) });
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var client = await RawClient.ConnectAsync(new Uri(server.Urls[0]).Port);
        var clock = Stopwatch.StartNew();
        await client.SendAsync(beginning);

        if (beginning.Length > 0)
            Assert.Equal(408, (await client.ReadResponseAsync()).StatusCode);
        Assert.True(await client.IsEndedAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_head_that_is_too_large_is_refused()
    {
        var options = new WebSocketServerOptions { MaxHandshakeHeadSize = 1024 };
        await using var server = new WebSocketServer("ws://127.0.0.1:0", options);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var client = await RawClient.ConnectAsync(new Uri(server.Urls[0]).Port);
        await client.SendAsync(Handshake.Get("/", "X-Large: " + new string('x', 1024)));
        Assert.Equal(431, (await client.ReadResponseAsync()).StatusCode);
    }
}
