using Sockeye.Cli.Serve;

namespace Sockeye.Cli.Tests.Serve;

public class ServeAddressTests
{
    [Theory]
    [InlineData("ws://localhost:3000", "localhost", 3000, false)]
    [InlineData("http://127.0.0.1:0", "127.0.0.1", 0, false)]
    [InlineData("wss://*:8443", "*", 8443, true)]
    [InlineData("https://[::1]:443", "[::1]", 443, true)]
    [InlineData("wss://0.0.0.0", "0.0.0.0", 443, true)]
    [InlineData("ws://localhost:3000/", "localhost", 3000, false)]
    public void Addresses_are_read(string url, string host, int port, bool tls) =>
        Assert.Equal(new ServeAddress(host, port, tls), ServeAddress.Parse(url));

    [Theory]
    [InlineData("localhost:3000", "ws://")]
    [InlineData("ftp://localhost", "ws://")]
    [InlineData("ws://", "ws://localhost:3000")]
    [InlineData("ws://localhost:3000/echo", "path")]
    [InlineData("ws://localhost:99999", "65535")]
    [InlineData("ws://localhost:-1", "65535")]
    [InlineData("ws://localhost:port", "name")]
    [InlineData("ws://localhost:0", "127.0.0.1:0")]
    [InlineData("ws://example.org:3000", "name")]
    [InlineData("ws://unix:/tmp/socket", "name")]
    [InlineData("", "ws://")]
    public void Anything_else_is_refused_with_what_to_write(string url, string advice)
    {
        var error = Assert.Throws<CliException>(() => ServeAddress.Parse(url));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"'{url}'", error.Message, StringComparison.Ordinal);
    }
}
