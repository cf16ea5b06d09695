namespace Sockeye.Cli.Serve;

/// <summary>The certificate of <c>--cert</c> and <c>--key</c>.</summary>
internal static class CertificateFile
{
    /// <summary>Reads a PEM file, with its key in it or beside it, or a PFX file without a password.</summary>
    /// <exception cref="CliException">It cannot be read or has no key; the message says which file and why.</exception>
    public static ServerCertificate Load(string path, string? keyPath)
    {
        var pem = ReadIfPem(path);
        if (pem is not null && keyPath is null && !pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new CliException(ExitCode.Usage, $"{path} has no private key: add --key FILE.");
        try
        {
            return pem is null ? ServerCertificate.FromPfx(path) : ServerCertificate.FromPem(path, keyPath);
        }
        catch (WebSocketServerException e)
        {
            throw new CliException(ExitCode.Usage, e.Message);
        }
    }

    private static string? ReadIfPem(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return text.Contains("-----BEGIN ", StringComparison.Ordinal) ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCode.Usage, e is FileNotFoundException or DirectoryNotFoundException
                ? $"There is no file {path}."
                : $"{path} cannot be read: {e.Message}");
        }
    }
}
