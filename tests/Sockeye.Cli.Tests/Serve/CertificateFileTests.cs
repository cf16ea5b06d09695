using System.Security.Cryptography.X509Certificates;
using Sockeye.Cli.Serve;

namespace Sockeye.Cli.Tests.Serve;

public sealed class CertificateFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sockeye");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_certificate_and_its_key_are_read_from_two_files_from_one_and_from_a_PFX()
    {
        using var made = TestCertificate.Create();
        var (cert, key) = (Write("c.pem", made.ExportCertificatePem()), Write("k.pem", made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
        var both = Write("both.pem", made.ExportCertificatePem() + "\n" + made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var pfx = Path.Combine(_folder.FullName, "c.pfx");
        File.WriteAllBytes(pfx, made.Export(X509ContentType.Pkcs12));

        Assert.Equal(made.Thumbprint, CertificateFile.Load(cert, key).Certificate.Thumbprint);
        Assert.Equal(made.Thumbprint, CertificateFile.Load(both, null).Certificate.Thumbprint);
        Assert.Equal(made.Thumbprint, CertificateFile.Load(pfx, null).Certificate.Thumbprint);
        Assert.True(CertificateFile.Load(cert, key).Certificate.HasPrivateKey);
    }

    [Fact]
    public void What_cannot_be_used_is_named_with_what_to_do()
    {
        using var made = TestCertificate.Create();
        using var other = TestCertificate.Create();
        var cert = Write("c.pem", made.ExportCertificatePem());
        Refused("There is no file", "missing.pem", null);
        Refused("--key", cert, null);
        Refused("Cannot use the certificate", cert, Write("k.pem", other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
        Refused("Cannot use the certificate", Write("empty", ""), null);
        Refused("Cannot use the certificate", Write("bad.pem", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----"), null);
        Refused("cannot be read", _folder.FullName, null);
    }

    private static void Refused(string says, string cert, string? key)
    {
        var error = Assert.Throws<CliException>(() => CertificateFile.Load(cert, key));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(cert, error.Message, StringComparison.Ordinal);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
