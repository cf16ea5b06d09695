using Sockeye.Admission;

namespace Sockeye.Server.Tests.Admission;

/// <summary>RFC 6454: what an origin is and when two are the same; and the patterns of an allow list.</summary>
public sealed class OriginTests
{
    [Theory]
    [InlineData("https://example.com", "https", "example.com", 443)]
    [InlineData("http://example.com", "http", "example.com", 80)]
    [InlineData("http://localhost:5173", "http", "localhost", 5173)]
    [InlineData("http://[::1]:3000", "http", "[::1]", 3000)]
    [InlineData("http://[::1]", "http", "[::1]", 80)]
    [InlineData("app://local", "app", "local", -1)]
    [InlineData("chrome-extension://abcdef", "chrome-extension", "abcdef", -1)]
    public void Reads_an_origin(string text, string scheme, string host, int port)
    {
        Assert.True(Origin.TryParse(text, out var origin));
        Assert.Equal(new Origin(scheme, host, port), origin.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("example.com")]
    [InlineData("://example.com")]
    [InlineData("https://")]
    [InlineData("https://example.com/")]
    [InlineData("https://example.com/path")]
    [InlineData("https://user@example.com")]
    [InlineData("https://example.com:")]
    [InlineData("https://example.com:0")]
    [InlineData("https://example.com:65536")]
    [InlineData("https://example.com:+1")]
    [InlineData("https://exa mple.com")]
    [InlineData("https://[::1")]
    [InlineData("https://[nonsense]")]
    [InlineData("https://a.example, https://b.example")]
    [InlineData("1https://example.com")]
    public void Refuses_what_is_no_origin(string text) => Assert.False(Origin.TryParse(text, out _));

    [Theory]
    // Origin, the server's scheme and Host, allowed?
    [InlineData("http://example.com", "http", "example.com", null, true)]
    [InlineData("http://EXAMPLE.com", "http", "example.COM", null, true)]
    [InlineData("http://example.com:80", "http", "example.com", null, true)]
    [InlineData("http://example.com", "http", "example.com", 80, true)]
    [InlineData("https://example.com", "https", "example.com", 443, true)]
    [InlineData("http://[::1]:3000", "http", "[::1]", 3000, true)]
    [InlineData("https://example.com", "http", "example.com", null, false)]
    [InlineData("http://example.com", "https", "example.com", null, false)]
    [InlineData("http://example.com:8080", "http", "example.com", null, false)]
    [InlineData("http://localhost", "http", "localhost", 3000, false)]
    [InlineData("http://sub.example.com", "http", "example.com", null, false)]
    [InlineData("http://example.com.evil.test", "http", "example.com", null, false)]
    [InlineData("http://evilexample.com", "http", "example.com", null, false)]
    [InlineData("http://127.0.0.1:3000", "http", "localhost", 3000, false)]
    [InlineData("null", "http", "example.com", null, false)]
    [InlineData("", "http", "example.com", null, false)]
    [InlineData("file://", "http", "example.com", null, false)]
    public void Without_a_list_only_the_servers_own_origin_may_connect(
        string origin, string scheme, string host, int? port, bool allowed) =>
        Assert.Equal(allowed, new OriginStep(new WebSocketEndpointOptions()).Allows(origin, Origin.OfServer(scheme, host, port)));

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://APP.example.com", true)]
    [InlineData("https://app.example.com:443", true)]
    [InlineData("https://app.example.com:8443", false)]
    [InlineData("http://app.example.com", false)]
    [InlineData("https://one.partner.test", true)]
    [InlineData("https://one.two.partner.test", true)]
    [InlineData("https://partner.test", false)]
    [InlineData("https://.partner.test", false)]
    [InlineData("https://evilpartner.test", false)]
    [InlineData("https://one.partner.test.evil.test", false)]
    [InlineData("http://one.partner.test", false)]
    [InlineData("https://one.partner.test:444", false)]
    [InlineData("http://one.dev.test:5173", true)]
    [InlineData("http://one.dev.test", false)]
    [InlineData("https://server.test", true)]
    public void A_list_adds_to_the_servers_own_origin(string origin, bool allowed)
    {
        var options = new WebSocketEndpointOptions
        {
            AllowedOrigins = { "https://app.example.com", "https://*.partner.test", "http://*.dev.test:5173" },
        };
        Assert.Equal(allowed, new OriginStep(options).Allows(origin, Origin.OfServer("https", "server.test", null)));
    }

    [Theory]
    [InlineData("*", "DangerouslyAllowAnyOrigin")]
    [InlineData("null", "DangerouslyAllowAnyOrigin")]
    [InlineData("example.com", "https://app.example.com")]
    [InlineData("https://example.com/", "without a path")]
    [InlineData("https://*", "https://*.example.com")]
    [InlineData("https://app*.example.com", "https://*.example.com")]
    [InlineData("https://*.*.example.com", "https://*.example.com")]
    [InlineData("https://*.", "https://*.example.com")]
    public void A_bad_entry_of_the_list_says_what_a_good_one_looks_like(string entry, string help)
    {
        var options = new WebSocketEndpointOptions { AllowedOrigins = { entry } };
        var error = Assert.Throws<ArgumentException>(options.Validate);
        Assert.Contains($"'{entry}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(help, error.Message, StringComparison.Ordinal);
    }
}
