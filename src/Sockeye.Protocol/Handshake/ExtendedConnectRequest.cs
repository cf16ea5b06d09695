namespace Sockeye.Protocol;

/// <summary>
/// The demands on a handshake over HTTP/2 and HTTP/3, an extended CONNECT (RFC 8441 sections 4 and 5, RFC 9220), one after the
/// other. The transport proves that the server speaks WebSocket, so there is no key.
/// </summary>
internal static class ExtendedConnectRequest
{
    /// <summary>The first demand that is not met; null when all are.</summary>
    public static HandshakeRefusal? Check(in HandshakeRequest request) => request.Method switch
    {
        "CONNECT" => CheckProtocol(request.Protocol)
            ?? HostHeader.Check(request.Host)
            ?? ServerHandshake.CheckVersion(request.Version, isHttp1: false),

        // There is no Upgrade to ask for in HTTP/2 (RFC 9113 section 8.2.2), so a browser's plain GET is
        // answered with 400.
        "GET" => HandshakeRefusal.BadRequest(
            HandshakeRefusal.PlainHttpReason + " Over HTTP/2 it sends an extended CONNECT (RFC 8441)."),

        _ => HandshakeRefusal.MethodNotAllowed(
            "CONNECT", $"The method must be CONNECT over HTTP/2; got {Printable.QuoteOrNone(request.Method)}."),
    };

    static HandshakeRefusal? CheckProtocol(string? protocol)
    {
        if (protocol is null)
        {
            return HandshakeRefusal.BadRequest("The :protocol pseudo-header is missing; 'websocket' was expected.");
        }

        // RFC 9110 section 7.8: protocol names, from whose registry :protocol is taken, are compared without case.
        return protocol.Equals("websocket", StringComparison.OrdinalIgnoreCase)
            ? null
            : HandshakeRefusal.NotImplemented($":protocol must be 'websocket'; got {Printable.Quote(protocol)}.");
    }
}
