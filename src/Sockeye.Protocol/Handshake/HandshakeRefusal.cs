namespace Sockeye.Protocol;

/// <summary>A refused opening handshake, as an HTTP answer.</summary>
/// <param name="StatusCode">400, 405, 426 or 501.</param>
/// <param name="Reason">
/// One line of printable ASCII for people, without a line break: what was wrong and what was expected. Send it as the body, as
/// <c>text/plain</c>. It may hold a piece of a peer's header, made harmless and cut short.
/// </param>
/// <param name="Headers">Headers that the status asks for, such as <c>Sec-WebSocket-Version: 13</c>; often empty.</param>
public sealed record HandshakeRefusal(int StatusCode, string Reason, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>For the person who opens the address in a browser.</summary>
    internal const string PlainHttpReason =
        "This address speaks WebSocket, not plain HTTP: open it with a WebSocket client, such as new WebSocket(...) in a page.";

    static readonly KeyValuePair<string, string>[] UpgradeHeaders = [new("Upgrade", "websocket"), new("Connection", "Upgrade")];
    static readonly KeyValuePair<string, string>[] VersionHeaders = [new("Sec-WebSocket-Version", "13")];
    static readonly KeyValuePair<string, string>[] UpgradeAndVersionHeaders = [.. UpgradeHeaders, .. VersionHeaders];

    /// <summary>RFC 6455 section 4.2.1: the handshake is not what the RFC describes.</summary>
    internal static HandshakeRefusal BadRequest(string reason) => new(400, reason, []);

    /// <summary>RFC 9110 section 15.5.6: the answer names the method that would do.</summary>
    internal static HandshakeRefusal MethodNotAllowed(string allowed, string reason) => new(405, reason, [new("Allow", allowed)]);

    /// <summary>RFC 9110 section 15.5.22: a plain HTTP request; the answer names the protocol to change to.</summary>
    internal static HandshakeRefusal UpgradeRequired(string reason) => new(426, reason, UpgradeHeaders);

    /// <summary>RFC 6455 section 4.4: a version not spoken here; the answer names the one that is.</summary>
    /// <param name="reason">What came instead.</param>
    /// <param name="isHttp1">
    /// 426 must come with an <c>Upgrade</c> header (RFC 9110 section 15.5.22), which HTTP/2 forbids (RFC 9113 section 8.2.2):
    /// there the status is 400.
    /// </param>
    internal static HandshakeRefusal VersionNotSupported(string reason, bool isHttp1) =>
        isHttp1 ? new(426, reason, UpgradeAndVersionHeaders) : new(400, reason, VersionHeaders);

    /// <summary>RFC 9220 section 3: an extended CONNECT to some other protocol.</summary>
    internal static HandshakeRefusal NotImplemented(string reason) => new(501, reason, []);
}
