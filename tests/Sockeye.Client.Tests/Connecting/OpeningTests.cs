using System.Net;

namespace Sockeye.Client.Tests.Connecting;

/// <summary>The opening handshake that succeeds: what is asked, what is taken from the answer (RFC 6455 section 4.1).</summary>
public class OpeningTests
{
    [Fact]
    public async Task A_good_handshake_opens_the_connection()
    {
        using var server = new LiteralServer();
        var connecting = Connect.ToAsync(server.Url);
        using var peer = await server.AcceptWebSocketAsync();
        await using var connection = await connecting.InTime();

        Assert.StartsWith("GET /chat HTTP/1.1\r\n", peer.Head, StringComparison.Ordinal);
        Assert.Equal("websocket", peer.Header("Upgrade"));
        Assert.Equal("Upgrade", peer.Header("Connection"), ignoreCase: true);
        Assert.Equal("13", peer.Header("Sec-WebSocket-Version"));
        Assert.Equal($"localhost:{server.Port}", peer.Header("Host"));
        Assert.Equal(16, Convert.FromBase64String(peer.Header("Sec-WebSocket-Key")!).Length);
        Assert.Null(peer.Header("Origin"));
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Null(connection.Subprotocol);
    }

    [Fact]
    public async Task Messages_go_both_ways()
    {
        using var server = new LiteralServer();
        var connecting = Connect.ToAsync(server.Url);
        using var peer = await server.AcceptWebSocketAsync();
        await using var connection = await connecting.InTime();

        await connection.SendAsync("hello", TestContext.Current.CancellationToken);
        Assert.Equal("hello", await peer.ReadTextAsync());
        await peer.SendTextAsync("world");
        Assert.Equal("world", await connection.TextAsync());
    }

    [Fact]
    public async Task Frames_in_the_same_packet_as_the_answer_are_not_lost()
    {
        using var server = new LiteralServer();
        var connecting = Connect.ToAsync(server.Url);
        using var peer = await server.AcceptAsync();
        byte[] close1000 = [0x88, 2, 3, 0xE8];
        await peer.UpgradeAsync(behind: [.. LiteralPeer.TextFrame("first"), .. LiteralPeer.TextFrame("second"), .. close1000]);
        await using var connection = await connecting.InTime();

        var texts = new List<string>();
        await foreach (var message in connection.ReadAllAsync(TestContext.Current.CancellationToken))
            texts.Add(message.Text);
        Assert.Equal(["first", "second"], texts);
        Assert.Equal(CloseCode.NormalClosure, (await connection.Completion.InTime()).Code);
    }

    [Fact]
    public async Task An_answer_byte_by_byte_is_an_answer()
    {
        using var server = new LiteralServer();
        var connecting = Connect.ToAsync(server.Url);
        using var peer = await server.AcceptAsync();
        await peer.UpgradeAsync(oneByOne: true, behind: LiteralPeer.TextFrame("slow"));
        await using var connection = await connecting.InTime();
        Assert.Equal("slow", await connection.TextAsync());
    }

    [Fact]
    public async Task Each_attempt_has_a_key_of_its_own()
    {
        using var server = new LiteralServer();
        var keys = new HashSet<string?>();
        for (var i = 0; i < 3; i++)
        {
            var connecting = Connect.ToAsync(server.Url);
            using var peer = await server.AcceptWebSocketAsync();
            await using var connection = await connecting.InTime();
            keys.Add(peer.Header("Sec-WebSocket-Key"));
            connection.Abort();
        }

        Assert.Equal(3, keys.Count);
    }

    [Fact]
    public async Task Headers_origin_cookies_and_subprotocols_are_sent()
    {
        using var server = new LiteralServer();
        var options = new WebSocketConnectOptions
        {
            Origin = "https://example.org",
            Subprotocols = { "chat.v2", "chat.v1" },
            Headers = { ["X-Device"] = "12", ["User-Agent"] = "test" },
            Cookies = new CookieContainer(),
            PrepareRequest = (request, _) =>
            {
                request.Headers.Add("X-Token", "fresh");
                return ValueTask.CompletedTask;
            },
        };
        options.Cookies.Add(new Cookie("session", "abc", "/", "localhost"));
        var connecting = Connect.ToAsync(server.Url, options);
        using var peer = await server.AcceptAsync();
        await peer.UpgradeAsync("Sec-WebSocket-Protocol: chat.v1\r\nSet-Cookie: seen=1; path=/\r\n");
        await using var connection = await connecting.InTime();

        Assert.Equal("https://example.org", peer.Header("Origin"));
        Assert.Equal("chat.v2, chat.v1", peer.Header("Sec-WebSocket-Protocol"));
        Assert.Equal("12", peer.Header("X-Device"));
        Assert.Equal("test", peer.Header("User-Agent"));
        Assert.Equal("session=abc", peer.Header("Cookie"));
        Assert.Equal("fresh", peer.Header("X-Token"));
        Assert.Equal("chat.v1", connection.Subprotocol);
        Assert.Contains(options.Cookies.GetAllCookies(), c => c.Name == "seen");
    }

    [Fact]
    public async Task A_user_in_the_address_is_sent_as_basic_credentials()
    {
        using var server = new LiteralServer();
        var connecting = Connect.ToAsync($"ws://me:s%C3%A4cret@localhost:{server.Port}/");
        using var peer = await server.AcceptWebSocketAsync();
        await using var connection = await connecting.InTime();
        Assert.Equal("Basic bWU6c8OkY3JldA==", peer.Header("Authorization"));
    }

    [Fact]
    public async Task Credentials_answer_a_challenge()
    {
        using var server = new LiteralServer();
        var options = new WebSocketConnectOptions { Credentials = new NetworkCredential("me", "secret") };
        var connecting = Connect.ToAsync(server.Url, options);
        using var first = await server.AcceptAsync();
        Assert.Null(first.Header("Authorization"));
        await first.WriteAsync("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n");
        await first.WriteAsync("Content-Length: 0\r\nConnection: close\r\n\r\n");
        first.Dispose();
        using var second = await server.AcceptWebSocketAsync();
        await using var connection = await connecting.InTime();
        Assert.Equal("Basic bWU6c2VjcmV0", second.Header("Authorization"));
    }

    [Fact]
    public async Task A_proxy_is_asked_for_a_tunnel()
    {
        using var proxy = new LiteralServer();
        var options = new WebSocketConnectOptions { Proxy = new WebProxy($"http://localhost:{proxy.Port}") };
        var connecting = Connect.ToAsync("ws://inner.example:81/chat", options);
        using var peer = await proxy.AcceptAsync();
        Assert.StartsWith("CONNECT inner.example:81 HTTP/1.1\r\n", peer.Head, StringComparison.Ordinal);
        await peer.WriteAsync("HTTP/1.1 200 OK\r\n\r\n");
        await peer.ReadHeadAsync();
        await peer.UpgradeAsync();
        await using var connection = await connecting.InTime();
        Assert.Equal("inner.example:81", peer.Header("Host"));
    }

    [Fact]
    public async Task An_invoker_of_ones_own_carries_the_handshake_and_stays_usable()
    {
        using var server = new LiteralServer();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        for (var i = 0; i < 2; i++)
        {
            var connecting = Connect.ToAsync(server.Url, new WebSocketConnectOptions { Invoker = invoker });
            using var peer = await server.AcceptWebSocketAsync();
            await using var connection = await connecting.InTime();
            connection.Abort();
        }
    }
}
