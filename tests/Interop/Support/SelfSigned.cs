using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sockeye.Interop.Support;

/// <summary>A certificate for localhost, made for one test run; also as PEM files, for programs that want those.</summary>
internal static class SelfSigned
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("sockeye-interop-").FullName;

    public static X509Certificate2 Certificate { get; } = Create();

    public static string CertificatePath { get; } = Write("certificate.pem", Certificate.ExportCertificatePem());

    public static string KeyPath { get; } = Write("key.pem", Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

    /// <summary>A client's check of the server's certificate: it is this very one.</summary>
    public static bool IsIt(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetCertHashString() == Certificate.Thumbprint;

    private static string Write(string name, string pem)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, pem);
        return path;
    }

    private static X509Certificate2 Create()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
