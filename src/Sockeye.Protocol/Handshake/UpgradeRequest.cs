namespace Sockeye.Protocol;

/// <summary>The demands on a handshake over HTTP/1.1 (RFC 6455 section 4.2.1), one after the other.</summary>
internal static class UpgradeRequest
{
    const string WebSocket = "websocket";

    /// <summary>The first demand that is not met; null when all are, but for the version, which HTTP/2 shares.</summary>
    public static HandshakeRefusal? Check(in HandshakeRequest request)
    {
        // Demand 1: a GET of HTTP/1.1 or higher.
        if (request.Method != "GET")
        {
            return HandshakeRefusal.MethodNotAllowed(
                "GET", $"The method must be GET; got {Printable.QuoteOrNone(request.Method)}.");
        }

        if (request.HttpVersion < System.Net.HttpVersion.Version11)
        {
            return HandshakeRefusal.BadRequest(
                $"HTTP/1.1 or higher is needed; got HTTP/{request.HttpVersion.ToString(2)}. "
                + "If a proxy stands in between, let it speak HTTP/1.1 to this server.");
        }

        return CheckUpgrade(request)
            ?? CheckConnection(request)
            ?? HostHeader.Check(request.Host)
            ?? ServerHandshake.CheckVersion(request.Version, isHttp1: true)
            ?? CheckKey(request.Key);
    }

    // Demand 3. A product with a version, such as websocket/13, is another protocol (RFC 9110 section 7.8).
    static HandshakeRefusal? CheckUpgrade(in HandshakeRequest request)
    {
        if (request.Upgrade is not null)
        {
            return HeaderToken.ListContains(request.Upgrade, WebSocket)
                ? null
                : HandshakeRefusal.BadRequest($"Upgrade must name 'websocket'; got {Printable.Quote(request.Upgrade)}.");
        }

        // Only WebSocket clients send a key, and they send Upgrade with it: somebody on the way has removed it.
        return HandshakeRefusal.UpgradeRequired(request.Key is null
            ? HandshakeRefusal.PlainHttpReason
            : "The Upgrade header is missing; 'websocket' was expected. A proxy in between has probably removed it: let it pass "
                + "Upgrade and Connection on.");
    }

    // Demand 4.
    static HandshakeRefusal? CheckConnection(in HandshakeRequest request) =>
        request.Connection is not null && HeaderToken.ListContains(request.Connection, "upgrade")
            ? null
            : HandshakeRefusal.BadRequest(
                $"Connection must contain 'Upgrade'; got {Printable.QuoteOrNone(request.Connection)}.");

    // Demand 5.
    static HandshakeRefusal? CheckKey(string? key) =>
        key is not null && AcceptKey.IsValidKey(HeaderToken.Trim(key))
            ? null
            : HandshakeRefusal.BadRequest(
                "Sec-WebSocket-Key must be 16 bytes in base64, 24 characters of which the last two are '=='; "
                + $"got {Printable.QuoteOrNone(key)}.");
}
