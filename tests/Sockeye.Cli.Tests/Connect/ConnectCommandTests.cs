using System.Net;
using Sockeye.Cli.Connect;

namespace Sockeye.Cli.Tests.Connect;

public class ConnectCommandTests
{
    [Fact]
    public void Defaults_are_a_plain_connection()
    {
        var options = Read("connect", "ws://localhost:3000/echo");
        Assert.Equal(new Uri("ws://localhost:3000/echo"), options.Uri);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Wait);
        Assert.True(options.Reconnect);
        var client = options.ToClientOptions(interactive: true);
        Assert.Null(client.Connect.Connection.Compression);
        Assert.Null(client.Connect.Origin);
        Assert.False(client.Connect.DangerouslyAcceptAnyServerCertificate);
        Assert.Equal(HttpVersion.Version11, client.Connect.HttpVersion);
        Assert.Equal(WhileDisconnected.Refuse, client.WhileDisconnected);
    }

    [Fact]
    public void All_options_are_read()
    {
        var options = Read("connect", "wss://example.org", "-s", "a", "--subprotocol", "b", "--header", "X-One: 1: one", "-H", "X-Two:",
            "--origin", "https://app.example", "--insecure", "--compress", "--http2", "--no-reconnect", "--binary",
            "-x", "@not a file", "--execute", "two", "--wait", "2.5", "--ping-interval", "0", "--quiet");
        Assert.Equal(["@not a file", "two"], options.Execute);
        Assert.Equal(TimeSpan.FromSeconds(2.5), options.Wait);
        Assert.True(options.Binary && options.Quiet && !options.Reconnect);

        var connect = options.ToClientOptions(interactive: false).Connect;
        Assert.Equal(["a", "b"], connect.Subprotocols);
        Assert.Equal(("1: one", ""), (connect.Headers["x-one"], connect.Headers["x-two"]));
        Assert.Equal("https://app.example", connect.Origin);
        Assert.True(connect.DangerouslyAcceptAnyServerCertificate);
        Assert.NotNull(connect.Connection.Compression);
        Assert.Equal(HttpVersion.Version20, connect.HttpVersion);
        Assert.Equal(Timeout.InfiniteTimeSpan, connect.Connection.HeartbeatInterval);
    }

    [Fact]
    public void A_header_given_twice_becomes_one_list()
    {
        var options = Read("connect", "ws://localhost", "-H", "X: 1", "-H", "x: 2");
        Assert.Equal("1, 2", options.ToClientOptions(interactive: false).Connect.Headers["X"]);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Only_a_conversation_reconnects(bool interactive, bool wanted, bool reconnects)
    {
        var options = new ConnectOptions { Uri = new Uri("ws://localhost"), Reconnect = wanted };
        var client = options.ToClientOptions(interactive);
        Assert.Equal(reconnects, client.Reconnect is not null);
        // A mistyped address is told at once.
        Assert.NotEqual(true, client.Reconnect?.RetryFirstConnect);
    }

    [Theory]
    [InlineData("localhost:3000", "ws://localhost:3000")]
    [InlineData("/echo", "ws://")]
    [InlineData("ftp://localhost", "ws://")]
    [InlineData("ws://", "ws://localhost:3000")]
    [InlineData("ws://host:99999", "ws://localhost:3000")]
    public void A_wrong_address_is_refused_with_what_to_write(string url, string advice)
    {
        var error = Assert.Throws<CliException>(() => Read("connect", url));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_header_is_refused() =>
        Assert.Contains("--header", Assert.Throws<CliException>(() => Read("connect", "ws://localhost", "-H", "nonsense")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("connect")]
    [InlineData("connect", "ws://localhost", "--wait", "-1")]
    [InlineData("connect", "ws://localhost", "--wait", "soon")]
    [InlineData("connect", "ws://localhost", "--nonsense")]
    [InlineData("connect", "ws://localhost", "two")]
    [InlineData("connect", "ws://localhost", "-H", "Upgrade: h2c", "-x", "x")]
    [InlineData("connect", "ws://localhost", "-H", "Bad Name: x", "-x", "x")]
    [InlineData("connect", "ws://localhost", "-s", "not a token", "-x", "x")]
    public async Task Wrong_usage_has_its_exit_code(params string[] args) =>
        Assert.Equal(ExitCode.Usage, await SockeyeCommand.RunAsync(args));

    private static ConnectOptions Read(params string[] args)
    {
        var result = SockeyeCommand.Parse(args);
        Assert.Empty(result.Errors);
        return ConnectCommand.Read(result);
    }
}
