using Sockeye.StandAlone;

namespace Sockeye.Server.Tests.StandAlone;

/// <summary>Which URLs a stand-alone server listens on, and what it says of the others.</summary>
public sealed class ServerUrlTests
{
    [Theory]
    [InlineData("ws://localhost:3000", false, null, 3000, "ws://localhost:3000")]
    [InlineData("WS://LocalHost:3000/", false, null, 3000, "ws://LocalHost:3000")]
    [InlineData("ws://localhost", false, null, 80, "ws://localhost:80")]
    [InlineData("wss://*", true, "::", 443, "wss://*:443")]
    [InlineData("ws://+:8080", false, "::", 8080, "ws://+:8080")]
    [InlineData("ws://0.0.0.0:8080", false, "0.0.0.0", 8080, "ws://0.0.0.0:8080")]
    [InlineData("ws://127.0.0.1:0", false, "127.0.0.1", 0, "ws://127.0.0.1:0")]
    [InlineData("wss://[::1]:65535", true, "::1", 65535, "wss://[::1]:65535")]
    [InlineData("ws://[::1]", false, "::1", 80, "ws://[::1]:80")]
    public void Reads_a_url(string text, bool secure, string? address, int port, string asClientsWriteIt)
    {
        var url = ServerUrl.Parse(text);
        Assert.Equal(secure, url.IsSecure);
        Assert.Equal(address, url.Address?.ToString());
        Assert.Equal(port, url.Port);
        Assert.Equal(asClientsWriteIt, url.ToString());
    }

    [Theory]
    [InlineData("localhost:3000", "does not begin with ws:// or wss://")]
    [InlineData("", "does not begin with ws:// or wss://")]
    [InlineData("http://localhost:3000", "http:// is not a WebSocket's scheme")]
    [InlineData("ws://localhost:3000/chat", "WebSocketServerOptions.Paths")]
    [InlineData("ws://localhost:3000?x", "it has a path")]
    [InlineData("ws://localhost:", "'' is not a port")]
    [InlineData("ws://localhost:abc", "'abc' is not a port")]
    [InlineData("ws://localhost:65536", "'65536' is not a port")]
    [InlineData("ws://localhost:-1", "'-1' is not a port")]
    [InlineData("ws://example.com:3000", "'example.com' is not an address of this machine")]
    [InlineData("ws://:3000", "'' is not an address")]
    [InlineData("ws://::1", "is not an address")]
    [InlineData("ws://[127.0.0.1]:3000", "'[127.0.0.1]' is not an address")]
    public void A_bad_url_says_what_a_good_one_looks_like(string text, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => new WebSocketServer(text));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("ws://localhost:3000", error.Message, StringComparison.Ordinal);
    }
}
