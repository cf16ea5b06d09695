namespace Sockeye.Cli.Connect;

/// <summary>The address on the command line.</summary>
internal static class ConnectUri
{
    /// <exception cref="CliException">It is no address; the message says what to write instead.</exception>
    public static Uri Parse(string url)
    {
        if (!url.Contains("://", StringComparison.Ordinal))
            throw Bad(url, $"it begins with ws:// or wss://. Did you mean ws://{url} ?");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Bad(url, "write it like ws://localhost:3000/echo or wss://example.org/path.");
        if (uri.Scheme is not ("ws" or "wss" or "http" or "https"))
            throw Bad(url, $"it begins with ws:// or wss:// (http:// and https:// mean the same), not {uri.Scheme}://.");
        return uri;
    }

    private static CliException Bad(string url, string advice) => new(ExitCode.Usage, $"'{url}' is no WebSocket address: {advice}");
}
