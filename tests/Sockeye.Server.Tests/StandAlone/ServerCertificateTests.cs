using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.StandAlone;

/// <summary>Certificates from files and from the store, and what is said of those that cannot be used.</summary>
public sealed class ServerCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sockeye-certificates").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pem_files_serve_tls(bool encryptedKey)
    {
        using var key = SelfSigned.Certificate.GetECDsaPrivateKey()!;
        var certificatePath = Write("cert.pem", SelfSigned.Certificate.ExportCertificatePem());
        var keyPath = Write("key.pem", encryptedKey
            ? key.ExportEncryptedPkcs8PrivateKeyPem(
                "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))
            : key.ExportPkcs8PrivateKeyPem());
        await AssertServesAsync(ServerCertificate.FromPem(certificatePath, keyPath, encryptedKey ? "secret" : null));
    }

    [Fact]
    public async Task Pem_in_one_file_serves_tls()
    {
        using var key = SelfSigned.Certificate.GetECDsaPrivateKey()!;
        var path = Write("both.pem", SelfSigned.Certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        await AssertServesAsync(ServerCertificate.FromPem(path));
    }

    [Fact]
    public async Task A_pfx_file_serves_tls()
    {
        var path = Path.Combine(_folder, "cert.pfx");
        File.WriteAllBytes(path, SelfSigned.Certificate.Export(X509ContentType.Pkcs12, "secret"));
        await AssertServesAsync(ServerCertificate.FromPfx(path, "secret"));

        var error = Assert.Throws<WebSocketServerException>(() => ServerCertificate.FromPfx(path, "wrong"));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("password", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var certificate = Write("cert.pem", SelfSigned.Certificate.ExportCertificatePem());
        AssertRefused("certificate /no/such.pem", () => ServerCertificate.FromPem("/no/such.pem"));
        AssertRefused("private key /no/key.pem", () => ServerCertificate.FromPem(certificate, "/no/key.pem"));
        AssertRefused("/no/such.pfx", () => ServerCertificate.FromPfx("/no/such.pfx"));
    }

    [Fact]
    public void A_key_of_another_certificate_or_a_file_of_something_else_is_refused_with_help()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = Write("cert.pem", SelfSigned.Certificate.ExportCertificatePem());
        var key = Write("other.pem", other.ExportPkcs8PrivateKeyPem());
        AssertRefused("belong together", () => ServerCertificate.FromPem(certificate, key));
        var text = Write("text.pem", "hello");
        AssertRefused("BEGIN CERTIFICATE", () => ServerCertificate.FromPem(text));
        AssertRefused("PKCS#12", () => ServerCertificate.FromPfx(text));
    }

    [Fact]
    public void A_certificate_that_is_not_in_the_store_is_named()
    {
        var error = Assert.Throws<WebSocketServerException>(() => ServerCertificate.FromStore("nobody.example"));
        Assert.Contains("nobody.example", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_a_key_is_refused()
    {
        using var naked = X509CertificateLoader.LoadCertificate(SelfSigned.Certificate.RawData);
        Assert.Throws<ArgumentException>(() => ServerCertificate.From(naked));
    }

    private static void AssertRefused(string help, Func<ServerCertificate> load) =>
        Assert.Contains(help, Assert.Throws<WebSocketServerException>(load).Message, StringComparison.Ordinal);

    private static async Task AssertServesAsync(ServerCertificate certificate)
    {
        var options = new WebSocketServerOptions { Certificate = certificate };
        await using var server = new WebSocketServer("wss://127.0.0.1:0", options);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var client = await RawClient.ConnectAsync(new Uri(server.Urls[0]).Port, tls: true);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(426, (await client.ReadResponseAsync()).StatusCode);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
