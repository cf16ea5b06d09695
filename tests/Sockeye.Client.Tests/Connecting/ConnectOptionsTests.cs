using System.Net;

namespace Sockeye.Client.Tests.Connecting;

/// <summary>Options that make no sense are refused before anything is sent.</summary>
public class ConnectOptionsTests
{
    public static TheoryData<WebSocketConnectOptions> Senseless() =>
    [
        new WebSocketConnectOptions { ConnectTimeout = TimeSpan.Zero },
        new WebSocketConnectOptions { MaxResponseHeadersLength = 0 },
        new WebSocketConnectOptions { HttpVersion = HttpVersion.Version30 },
        new WebSocketConnectOptions { HttpVersionPolicy = HttpVersionPolicy.RequestVersionOrHigher },
        new WebSocketConnectOptions { Headers = { ["sec-websocket-key"] = "x" } },
        new WebSocketConnectOptions { Headers = { ["Upgrade"] = "x" } },
        new WebSocketConnectOptions { Connection = { MaxMessageSize = 0 } },
        new WebSocketConnectOptions { Invoker = new HttpClient(), Cookies = new CookieContainer() },
    ];

    [Theory]
    [MemberData(nameof(Senseless), DisableDiscoveryEnumeration = true)]
    public async Task Senseless_options_are_refused(WebSocketConnectOptions options) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Connect.ToAsync("ws://localhost:9/", options));

    [Fact]
    public async Task A_subprotocol_that_is_not_a_token_is_refused()
    {
        var options = new WebSocketConnectOptions { Subprotocols = { "two words" } };
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Connect.ToAsync("ws://localhost:9/", options));
    }
}
