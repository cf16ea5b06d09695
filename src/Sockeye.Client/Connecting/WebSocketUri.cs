namespace Sockeye;

/// <summary>WebSocket addresses (RFC 6455 section 3): which are taken, and how they are shown.</summary>
internal static class WebSocketUri
{
    private const string HowToWrite = "Write it like ws://localhost:3000/path, or wss://example.org for TLS.";

    /// <summary>Reads an address; one with a host and no scheme, such as <c>localhost:3000</c>, is not guessed at.</summary>
    public static Uri Parse(string url)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            throw new ArgumentException($"'{url}' is not a WebSocket address. {HowToWrite}", nameof(url));
        return Normalize(uri);
    }

    /// <summary>
    /// The same address with scheme <c>ws</c> or <c>wss</c> (an HTTP address is mapped, as browsers do) and without a fragment,
    /// which has no meaning here. The scheme stays <c>ws</c> down to the HTTP handler, which asks a proxy for a tunnel because
    /// of it.
    /// </summary>
    public static Uri Normalize(Uri uri)
    {
        var scheme = uri.IsAbsoluteUri ? uri.Scheme : "";
        var mapped = scheme switch
        {
            "ws" or "http" => "ws",
            "wss" or "https" => "wss",
            _ => throw new ArgumentException($"'{uri}' is not a WebSocket address. {HowToWrite}", nameof(uri)),
        };
        if (mapped == scheme && uri.Fragment.Length == 0)
            return uri;
        return new UriBuilder(uri) { Scheme = mapped, Port = uri.Port, Fragment = "" }.Uri;
    }

    /// <summary>The address for messages and logs: no query and no user, where tokens and passwords are.</summary>
    public static string Display(Uri uri) => uri.GetComponents(
        UriComponents.Scheme | UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.UriEscaped);
}
