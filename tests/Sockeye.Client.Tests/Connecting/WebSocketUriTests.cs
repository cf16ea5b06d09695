namespace Sockeye.Client.Tests.Connecting;

/// <summary>Addresses (RFC 6455 section 3).</summary>
public class WebSocketUriTests
{
    [Theory]
    [InlineData("ws://localhost:3000/a?b=c", "ws://localhost:3000/a?b=c")]
    [InlineData("wss://example.org", "wss://example.org/")]
    [InlineData("http://example.org/x", "ws://example.org/x")]
    [InlineData("https://example.org/x", "wss://example.org/x")]
    [InlineData("https://example.org:8443/x?y#z", "wss://example.org:8443/x?y")]
    [InlineData("ws://localhost:3000/#part", "ws://localhost:3000/")]
    [InlineData("WS://LOCALHOST/", "ws://localhost/")]
    [InlineData("ws://user:secret@host/", "ws://user:secret@host/")]
    public void Addresses_become_ws_or_wss(string url, string normal) =>
        Assert.Equal(normal, WebSocketUri.Parse(url).AbsoluteUri);

    [Theory]
    [InlineData("localhost:3000")]
    [InlineData("/chat")]
    [InlineData("ftp://localhost/")]
    [InlineData("ws://")]
    [InlineData("hello")]
    public void Other_addresses_are_refused_with_advice(string url)
    {
        var error = Assert.Throws<ArgumentException>(() => WebSocketUri.Parse(url));
        Assert.Contains("ws://", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_not_shown() =>
        Assert.Equal("wss://host:8443/path", WebSocketUri.Display(new Uri("wss://user:secret@host:8443/path?token=secret")));
}
