namespace Sockeye.Protocol;

/// <summary>The checks of an answer over HTTP/1.1 that prove a server understood the upgrade (RFC 6455 section 4.1).</summary>
internal static class UpgradeResponse
{
    /// <summary>The first check that fails, as a sentence; null when all pass.</summary>
    /// <param name="response">The server's answer.</param>
    /// <param name="key">The <c>Sec-WebSocket-Key</c> that was sent.</param>
    public static string? Check(in HandshakeResponse response, string key) =>
        ClientHandshake.CheckStatus(response.StatusCode, 101, "Switching Protocols")
            ?? CheckUpgrade(response.Upgrade)
            ?? CheckConnection(response.Connection)
            ?? CheckAccept(response.Accept, key);

    // Check 2: the one protocol changed to, not a list.
    static string? CheckUpgrade(string? upgrade) =>
        HeaderToken.Trim(upgrade).Equals("websocket", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The server's Upgrade is {Printable.QuoteOrNone(upgrade)}; 'websocket' was expected.";

    // Check 3.
    static string? CheckConnection(string? connection) =>
        HeaderToken.ListContains(connection, "upgrade")
            ? null
            : $"The server's Connection is {Printable.QuoteOrNone(connection)}; 'Upgrade' was expected.";

    // Check 4.
    static string? CheckAccept(string? accept, string key)
    {
        var expected = AcceptKey.Compute(key);
        return HeaderToken.Trim(accept).SequenceEqual(expected)
            ? null
            : $"The server's Sec-WebSocket-Accept is {Printable.QuoteOrNone(accept)}; the key calls for '{expected}'.";
    }
}
