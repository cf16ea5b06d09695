using System.Security.Cryptography.X509Certificates;

namespace Sockeye.Cli.Tests.EndToEnd;

public sealed class ServeTlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sockeye");
    private readonly string[] _certificate;
    private readonly string _thumbprint;

    public ServeTlsTests()
    {
        using var certificate = TestCertificate.Create();
        _thumbprint = certificate.Thumbprint;
        var (cert, key) = (Path.Combine(_folder.FullName, "c.pem"), Path.Combine(_folder.FullName, "k.pem"));
        File.WriteAllText(cert, certificate.ExportCertificatePem());
        File.WriteAllText(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _certificate = ["--cert", cert, "--key", key];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_certificate_makes_it_wss_over_both_versions_of_HTTP(int version)
    {
        await using var server = await SockeyeProcess.ServeOnAsync("wss://127.0.0.1:0", _certificate);
        Assert.StartsWith("wss://", server.Url, StringComparison.Ordinal);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _thumbprint;
        using var invoker = new HttpMessageInvoker(handler);
        using var client = await BrowserSocket.ConnectAsync($"{server.Url}/echo", options =>
        {
            options.HttpVersion = new Version(version, version == 1 ? 1 : 0);
            options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }, invoker);
        await client.SendAsync("secret");
        Assert.Equal("secret", await client.ReadTextAsync());
    }

    [Theory]
    [InlineData("--insecure")]
    [InlineData("--insecure", "--http2")]
    public async Task Connect_can_be_told_to_take_any_certificate(params string[] args)
    {
        await using var server = await SockeyeProcess.ServeOnAsync("wss://127.0.0.1:0", _certificate);
        await using var client = SockeyeProcess.Start(["connect", $"{server.Url}/echo", "-x", "hello", "--wait", "0.5", .. args]);
        Assert.Equal((ExitCode.Success, "hello" + Environment.NewLine), await client.EndAsync());
    }

    [Fact]
    public async Task Connect_says_what_is_wrong_with_a_certificate()
    {
        await using var server = await SockeyeProcess.ServeOnAsync("wss://127.0.0.1:0", _certificate);
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}/echo", "-x", "hello");
        Assert.Equal((ExitCode.Tls, ""), await client.EndAsync());
        Assert.Matches(@"^sockeye: No secure connection to 127\.0\.0\.1:\d+: .*certificate.*--insecure[^\n]*\n$", client.Error);
    }
}
