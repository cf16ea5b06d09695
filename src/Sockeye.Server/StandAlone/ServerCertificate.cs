using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sockeye;

/// <summary>
/// A server's certificate for <c>wss://</c>, with its private key, and the intermediate certificates between it and an authority
/// that clients trust, which are sent along. Immutable; lives as long as the process.
/// </summary>
public sealed class ServerCertificate
{
    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        Certificate = certificate;
        Chain = chain;
    }

    /// <summary>The certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The intermediate certificates; may be empty, and may hold the certificate itself.</summary>
    public X509Certificate2Collection Chain { get; }

    /// <summary>From PEM files, as Let's Encrypt and <c>openssl</c> write them.</summary>
    /// <param name="certificatePath">The certificate, and behind it its intermediates if any (<c>fullchain.pem</c>).</param>
    /// <param name="keyPath">The private key; null when it is in the same file.</param>
    /// <param name="password">The key's password; null when it is not encrypted.</param>
    /// <exception cref="WebSocketServerException">A file is missing or unreadable, or the key is another's.</exception>
    public static ServerCertificate FromPem(string certificatePath, string? keyPath = null, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(certificatePath);
        RequireFile(certificatePath, "certificate");
        RequireFile(keyPath ?? certificatePath, "private key");
        return Load(certificatePath, "PEM files (BEGIN CERTIFICATE and BEGIN PRIVATE KEY) that belong together are needed", () =>
        {
            using var pem = password is null
                ? X509Certificate2.CreateFromPemFile(certificatePath, keyPath)
                : X509Certificate2.CreateFromEncryptedPemFile(certificatePath, password, keyPath);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificatePath);
            // Windows' TLS cannot use a key that lives in memory only; a round through PKCS#12 makes it one that it can.
            return new ServerCertificate(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null), chain);
        });
    }

    /// <summary>From a PKCS#12 file (<c>.pfx</c>, <c>.p12</c>).</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password; null for none.</param>
    /// <exception cref="WebSocketServerException">The file is missing or unreadable, or has no private key.</exception>
    public static ServerCertificate FromPfx(string path, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        RequireFile(path, "certificate");
        return Load(path, "a PKCS#12 file with a private key, and its password, are needed", () =>
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
            var leaf = all.FirstOrDefault(one => one.HasPrivateKey)
                ?? throw new CryptographicException("The file has no private key.");
            return new ServerCertificate(leaf, all);
        });
    }

    /// <summary>From the operating system's store of personal certificates: the valid one that expires last.</summary>
    /// <param name="subject">What the subject contains, such as the host's name; or the whole thumbprint in hexadecimal.</param>
    /// <param name="location">The user's store, or the machine's.</param>
    /// <exception cref="WebSocketServerException">There is none with a private key.</exception>
    public static ServerCertificate FromStore(string subject, StoreLocation location = StoreLocation.CurrentUser)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Load($"{location}/My: {subject}", "a valid certificate with a private key is needed in that store", () =>
        {
            using var store = new X509Store(StoreName.My, location, OpenFlags.ReadOnly);
            var found = store.Certificates.Find(X509FindType.FindByThumbprint, subject, validOnly: false);
            if (found.Count == 0)
                found = store.Certificates.Find(X509FindType.FindBySubjectName, subject, validOnly: false);
            var now = DateTime.Now;
            var best = found
                .Where(one => one.HasPrivateKey && one.NotBefore <= now && one.NotAfter >= now)
                .MaxBy(one => one.NotAfter);
            return new ServerCertificate(best ?? throw new CryptographicException("None was found."), []);
        });
    }

    /// <summary>From a certificate that the program has already.</summary>
    /// <param name="certificate">The certificate with its private key. The caller disposes it, after the server.</param>
    /// <param name="chain">Its intermediates; null for none.</param>
    /// <exception cref="ArgumentException">It has no private key.</exception>
    public static ServerCertificate From(X509Certificate2 certificate, X509Certificate2Collection? chain = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!certificate.HasPrivateKey)
            throw new ArgumentException("A server's certificate needs its private key; this one has none.", nameof(certificate));
        return new ServerCertificate(certificate, chain ?? []);
    }

    private static ServerCertificate Load(string what, string need, Func<ServerCertificate> load)
    {
        try
        {
            return load();
        }
        catch (Exception error) when (error
            is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WebSocketServerException(
                $"Cannot use the certificate {what}: {error.Message.TrimEnd('.')}; {need}.", error);
        }
    }

    private static void RequireFile(string path, string what)
    {
        if (!File.Exists(path))
            throw new WebSocketServerException($"Cannot read the {what} {path}: there is no such file.");
    }
}
