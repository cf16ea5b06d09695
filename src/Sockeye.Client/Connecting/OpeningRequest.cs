using System.Net;
using System.Text;
using Sockeye.Protocol;

namespace Sockeye;

/// <summary>The opening handshake as an HTTP request: an upgrade over HTTP/1.1, an extended CONNECT over HTTP/2.</summary>
internal static class OpeningRequest
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Upgrade", "Origin", "Content-Length", "Transfer-Encoding",
    };

    public static bool IsReserved(string header) =>
        Reserved.Contains(header) || header.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase);

    public static HttpRequestMessage Create(Uri uri, Version version, ClientHandshake handshake, WebSocketConnectOptions options)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, uri)
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (version == HttpVersion.Version20)
        {
            // RFC 8441 section 4: CONNECT with the pseudo-header :protocol.
            request.Method = HttpMethod.Connect;
            request.Headers.Protocol = "websocket";
        }

        foreach (var (name, value) in handshake.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        AddOwnHeaders(request, uri, options);
        return request;
    }

    private static void AddOwnHeaders(HttpRequestMessage request, Uri uri, WebSocketConnectOptions options)
    {
        if (options.Origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", options.Origin);
        foreach (var (name, value) in options.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                throw new ArgumentException($"'{name}' cannot be a request header.", nameof(options));
        }

        if (uri.UserInfo.Length > 0 && !request.Headers.NonValidated.Contains("Authorization"))
        {
            var user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo));
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(user));
        }
    }
}
