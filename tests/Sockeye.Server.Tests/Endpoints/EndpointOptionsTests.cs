using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sockeye.Server.Tests.Endpoints;

/// <summary>Options that cannot work are found when the app starts, not when the first client comes.</summary>
public sealed class EndpointOptionsTests
{
    [Theory]
    [InlineData("chat room", "'chat room'")]
    [InlineData("", "''")]
    [InlineData("a,b", "'a,b'")]
    public void A_subprotocol_is_a_token(string name, string shown)
    {
        var options = new WebSocketEndpointOptions { Subprotocols = { name } };
        Assert.Contains(shown, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subprotocol_is_named_once()
    {
        var options = new WebSocketEndpointOptions { Subprotocols = { "chat", "chat" } };
        var error = Assert.Throws<ArgumentException>(options.Validate);
        Assert.Contains("'chat' is listed twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_AddSockeye_mapping_says_what_is_missing()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var error = Assert.Throws<InvalidOperationException>(() => app.MapWebSocket("/", (WebSocketConnection _) => { }));
        Assert.Contains("AddSockeye()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_with_impossible_options_is_not_mapped()
    {
        await using var app = NewApp();
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => app.MapWebSocket("/", (WebSocketConnection _) => { }, options => options.Connection.MaxMessageSize = 0));
        Assert.Equal("MaxMessageSize", error.ParamName);
    }

    [Fact]
    public async Task An_app_with_impossible_defaults_does_not_start()
    {
        await using var app = NewApp(options => options.EndpointDefaults.AllowedOrigins.Add("example.com"));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("SockeyeOptions.EndpointDefaults: AllowedOrigins has the entry 'example.com'", error.Message);
    }

    [Fact]
    public async Task An_endpoint_begins_with_the_defaults_and_changes_only_itself()
    {
        await using var app = NewApp(options =>
        {
            options.EndpointDefaults.Connection.MaxMessageSize = 100;
            options.EndpointDefaults.Subprotocols.Add("chat");
        });
        WebSocketEndpointOptions? first = null, second = null;
        app.MapWebSocket("/a", (WebSocketConnection _) => { }, options =>
        {
            first = options;
            options.Connection.MaxMessageSize++;
            options.Connection.Compression!.Threshold = 7;
            options.Subprotocols.Add("more");
        });
        app.MapWebSocket("/b", (WebSocketConnection _) => { }, options => second = options);

        Assert.Equal(101, first!.Connection.MaxMessageSize);
        Assert.Equal(["chat", "more"], first.Subprotocols);
        Assert.Equal(100, second!.Connection.MaxMessageSize);
        Assert.Equal(new PerMessageDeflateOptions().Threshold, second.Connection.Compression!.Threshold);
        Assert.Equal(["chat"], second.Subprotocols);
    }

    private static WebApplication NewApp(Action<SockeyeOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSockeye(configure);
        return builder.Build();
    }
}
