namespace Sockeye.Server.Tests.Support;

/// <summary>The opening handshake of RFC 6455 section 1.3, to be changed line by line.</summary>
internal static class Handshake
{
    /// <summary>The answer to the key below, from RFC 6455 section 1.3.</summary>
    public const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static readonly string[] Lines =
    [
        "Host: server.example.com",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    ];

    /// <summary>The handshake with some headers replaced (<c>"Upgrade: h2c"</c>), removed (<c>"-Upgrade"</c>) or added.</summary>
    public static string With(string requestLine, params string[] changes)
    {
        var lines = Lines.ToList();
        foreach (var change in changes)
        {
            var name = change.TrimStart('-').Split(':')[0] + ":";
            lines.RemoveAll(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        }

        lines.AddRange(changes.Where(change => !change.StartsWith('-')));
        return $"{requestLine}\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n";
    }

    public static string Get(string path = "/", params string[] changes) => With($"GET {path} HTTP/1.1", changes);
}
