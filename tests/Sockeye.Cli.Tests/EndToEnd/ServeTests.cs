using System.Net;
using System.Net.WebSockets;

namespace Sockeye.Cli.Tests.EndToEnd;

public class ServeTests
{
    [Fact]
    public async Task Echo_sends_back_text_and_bytes()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var client = await BrowserSocket.ConnectAsync($"{server.Url}/echo");
        await client.SendAsync("hello 漢");
        Assert.Equal("hello 漢", await client.ReadTextAsync());
        var bytes = new byte[100_000];
        Random.Shared.NextBytes(bytes);
        await client.SendAsync(bytes, WebSocketMessageType.Binary);
        Assert.Equal(bytes, (await client.ReadAsync())?.Payload);
        await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
    }

    [Fact]
    public async Task Hello_greets_and_refuses_what_is_no_name()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var client = await BrowserSocket.ConnectAsync($"{server.Url}/hello");
        await client.SendAsync("Ada");
        Assert.Equal("Hello Ada!", await client.ReadTextAsync());
        await client.SendAsync([1, 2, 3], WebSocketMessageType.Binary);
        var (code, reason) = await client.ReadCloseAsync();
        Assert.Equal(1003, code);
        Assert.Contains("Send a name", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broadcast_reaches_everybody_on_its_path_and_nobody_else()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var one = await BrowserSocket.ConnectAsync($"{server.Url}/broadcast");
        using var two = await BrowserSocket.ConnectAsync($"{server.Url}/broadcast");
        using var other = await BrowserSocket.ConnectAsync($"{server.Url}/echo");
        // A round trip each: now all of them are in the registry.
        foreach (var client in new[] { one, two })
            await client.SendAsync("here");
        await ReadUntilAsync(one, "here", 2);
        await ReadUntilAsync(two, "here", 1);

        await one.SendAsync("to all");
        Assert.Equal("to all", await one.ReadTextAsync());
        await ReadUntilAsync(two, "to all", 1);
        await other.SendAsync("alone");
        Assert.Equal("alone", await other.ReadTextAsync());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_closes_every_connection_with_1001_and_the_exit_code_is_0(string signal)
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var echo = await BrowserSocket.ConnectAsync($"{server.Url}/echo");
        using var chat = await BrowserSocket.JoinAsync(server.Url, "Ada");
        await server.SignalAsync(signal);
        foreach (var client in new[] { echo, chat })
        {
            Assert.Equal(1001, (await client.ReadCloseAsync()).Code);
            await client.CloseAsync();
        }

        Assert.Equal(ExitCode.Success, (await server.EndAsync()).ExitCode);
        Assert.Equal("", server.Error);
    }

    [Fact]
    public async Task A_used_port_is_one_clear_line()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var second = SockeyeProcess.Start("serve", "--url", server.Url);
        Assert.Equal((ExitCode.Network, ""), await second.EndAsync());
        Assert.Matches($@"^sockeye: {server.Url} is in use by another program\..*--url ws://localhost:3001\r?\n$", second.Error);
    }

    [Fact]
    public async Task An_address_that_is_not_this_machines_is_one_clear_line()
    {
        // RFC 5737: an address for documentation, which no machine has.
        await using var server = SockeyeProcess.Start("serve", "--url", "ws://192.0.2.1:3000");
        Assert.Equal((ExitCode.Network, ""), await server.EndAsync());
        Assert.Matches(@"^sockeye: This machine has no address ws://192\.0\.2\.1:3000\.[^\n]*\n$", server.Error);
    }

    [Theory]
    [InlineData("--url", "localhost:3000")]
    [InlineData("--cert", "/there/is/no/such/file.pem")]
    [InlineData("--origin", "not an origin")]
    public async Task Wrong_options_are_one_clear_line(params string[] args)
    {
        await using var server = SockeyeProcess.Start(["serve", .. args]);
        Assert.Equal((ExitCode.Usage, ""), await server.EndAsync());
        Assert.Matches(@"^sockeye: [^\n]+\n$", server.Error);
        Assert.Contains(args[1], server.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_ends_with_1009()
    {
        await using var server = await SockeyeProcess.ServeAsync("--max-message-size", "1000");
        using var client = await BrowserSocket.ConnectAsync($"{server.Url}/echo");
        await client.SendAsync(new byte[1000], WebSocketMessageType.Binary);
        Assert.Equal(1000, (await client.ReadAsync())?.Payload.Length);
        await client.SendAsync(new byte[1001], WebSocketMessageType.Binary);
        Assert.Equal(1009, (await client.ReadCloseAsync()).Code);
    }

    [Theory]
    [InlineData(new string[0], HttpStatusCode.Forbidden)]
    [InlineData(new[] { "--origin", "https://app.example" }, HttpStatusCode.SwitchingProtocols)]
    [InlineData(new[] { "--origin", "https://*.example" }, HttpStatusCode.SwitchingProtocols)]
    [InlineData(new[] { "--origin", "https://other.example" }, HttpStatusCode.Forbidden)]
    [InlineData(new[] { "--dangerously-allow-any-origin" }, HttpStatusCode.SwitchingProtocols)]
    public async Task Pages_of_other_origins_connect_only_when_they_are_listed(string[] args, HttpStatusCode status)
    {
        await using var server = await SockeyeProcess.ServeAsync(args);
        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Origin", "https://app.example");
        client.Options.CollectHttpResponseDetails = true;
        try
        {
            await client.ConnectAsync(new Uri($"{server.Url}/chat"), TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        Assert.Equal(status, client.HttpStatusCode);
    }

    [Fact]
    public async Task The_page_comes_with_its_security_headers_and_is_not_sent_twice()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Url.Replace("ws:", "http:", StringComparison.Ordinal)) };
        using var page = await http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType?.ToString());
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", page.Headers.GetValues("X-Frame-Options").Single());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { page.Headers.ETag! } } };
        using var unchanged = await http.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var module = await http.GetAsync(new Uri("/js/main.js", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/javascript; charset=utf-8", module.Content.Headers.ContentType?.ToString());
        using var missing = await http.GetAsync(new Uri("/js/none.js", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Quiet_prints_nothing()
    {
        var url = $"ws://127.0.0.1:{FreePort.Find()}";
        await using var server = SockeyeProcess.Start("serve", "--url", url, "--quiet");
        using (var client = await ConnectWhenReadyAsync($"{url}/echo"))
            await client.CloseAsync();
        await server.SignalAsync("TERM");
        Assert.Equal((ExitCode.Success, ""), await server.EndAsync());
        Assert.Equal("", server.Error);
    }

    /// <summary>A quiet server does not say when it is ready: asks until it answers.</summary>
    private static async Task<BrowserSocket> ConnectWhenReadyAsync(string url)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await BrowserSocket.ConnectAsync(url);
            }
            catch (WebSocketException) when (attempt < 200)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task ReadUntilAsync(BrowserSocket client, string text, int times)
    {
        while (times > 0)
        {
            if (await client.ReadTextAsync() == text)
                times--;
        }
    }
}
