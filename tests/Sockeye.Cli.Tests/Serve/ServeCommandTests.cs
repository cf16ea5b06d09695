using Sockeye.Cli.Serve;

namespace Sockeye.Cli.Tests.Serve;

public class ServeCommandTests
{
    [Fact]
    public void Without_options_it_serves_localhost_3000()
    {
        var options = Read("serve");
        Assert.Equal([new ServeAddress("localhost", 3000, false)], options.Addresses);
        Assert.True(options.Compression);
        Assert.Equal(1 << 20, options.MaxMessageSize);
        Assert.False(options.AllowAnyOrigin);
        Assert.Equal(Verbosity.Normal, options.Verbosity);
    }

    [Fact]
    public void A_certificate_makes_the_default_address_secure() =>
        Assert.Equal([new ServeAddress("localhost", 3000, true)], Read("serve", "--cert", "c.pem", "--key", "k.pem").Addresses);

    [Fact]
    public void All_options_are_read()
    {
        var options = Read("serve", "-u", "ws://*:80", "--url", "wss://*:443", "--cert", "c.pem", "--key", "k.pem", "--no-compression",
            "--max-message-size", "4096", "--origin", "https://a.example", "--origin", "https://b.example", "-v");
        Assert.Equal([new ServeAddress("*", 80, false), new ServeAddress("*", 443, true)], options.Addresses);
        Assert.Equal(("c.pem", "k.pem"), (options.CertificatePath, options.KeyPath));
        Assert.False(options.Compression);
        Assert.Equal(4096, options.MaxMessageSize);
        Assert.Equal(["https://a.example", "https://b.example"], options.Origins);
        Assert.Equal(Verbosity.Verbose, options.Verbosity);
    }

    [Theory]
    [InlineData("serve", "--url", "wss://localhost:3000")]
    [InlineData("serve", "--url", "ws://localhost:3000", "--cert", "c.pem")]
    [InlineData("serve", "--url", "nonsense")]
    public void Addresses_that_do_not_fit_are_refused(params string[] args) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<CliException>(() => Read(args)).ExitCode);

    [Theory]
    [InlineData("serve", "--nonsense")]
    [InlineData("serve", "--quiet", "--verbose")]
    [InlineData("serve", "--key", "k.pem")]
    [InlineData("serve", "--max-message-size", "0")]
    [InlineData("serve", "--max-message-size", "many")]
    [InlineData("serve", "extra")]
    [InlineData("dance")]
    [InlineData]
    public async Task Wrong_usage_has_its_exit_code(params string[] args) =>
        Assert.Equal(ExitCode.Usage, await SockeyeCommand.RunAsync(args));

    private static ServeOptions Read(params string[] args)
    {
        var result = SockeyeCommand.Parse(args);
        Assert.Empty(result.Errors);
        return ServeCommand.Read(result);
    }
}
