using Sockeye.Cli.Serve;
using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Tests.Serve;

public class ServedAddressesTests
{
    [Fact]
    public void Each_endpoint_comes_with_a_command_to_try_it()
    {
        var text = ServedAddresses.Format(["http://localhost:3000"], ["192.168.1.7"], Style.Plain);
        Assert.Contains("http://localhost:3000/ ", text, StringComparison.Ordinal);
        foreach (var path in new[] { "/echo", "/hello", "/broadcast", "/chat" })
            Assert.Contains($"sockeye connect ws://localhost:3000{path} ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("192.168.1.7", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://[::]:8443")]
    [InlineData("https://0.0.0.0:8443")]
    [InlineData("https://*:8443")]
    public void A_wildcard_is_printed_as_addresses_that_can_be_opened(string url)
    {
        var text = ServedAddresses.Format([url], ["192.168.1.7"], Style.Plain);
        Assert.Contains("https://localhost:8443/ ", text, StringComparison.Ordinal);
        Assert.Contains("https://192.168.1.7:8443/ ", text, StringComparison.Ordinal);
        Assert.Contains("wss://localhost:8443/echo ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[::]", text, StringComparison.Ordinal);
    }
}
