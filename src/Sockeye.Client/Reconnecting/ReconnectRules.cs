namespace Sockeye;

/// <summary>
/// The default rules of what is worth another attempt. Use them inside rules of your own:
/// <c>ShouldReconnect = closure => closure.Code != (CloseCode)4401 &amp;&amp; ReconnectRules.ShouldReconnect(closure)</c>.
/// </summary>
public static class ReconnectRules
{
    /// <summary>
    /// Whether to connect again after a connection ended, whichever end ended it. No after:
    /// <list type="bullet">
    /// <item>1000: the purpose is fulfilled; coming back would be asked for in vain.</item>
    /// <item>1002, 1003, 1007, 1009, 1010: what one end sent the other cannot take, and the next connection would bring it
    /// again.</item>
    /// <item>1008: one end's policy forbids the other.</item>
    /// <item>3500 to 3999 and 4500 to 4999: "do not reconnect" by the convention of the Centrifuge protocol, which leaves 3000 to
    /// 3499 and 4000 to 4499 for "reconnect".</item>
    /// </list>
    /// Yes after everything else, such as 1001 and 1012 (the server goes down or restarts), 1005 (no code), 1006 (the network),
    /// 1011 and 1013.
    /// </summary>
    /// <param name="closure">How the connection ended.</param>
    public static bool ShouldReconnect(WebSocketClosure closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        return closure.Code switch
        {
            CloseCode.NormalClosure or CloseCode.ProtocolError or CloseCode.UnsupportedData or CloseCode.InvalidPayloadData
                or CloseCode.PolicyViolation or CloseCode.MessageTooBig or CloseCode.MandatoryExtension => false,
            >= (CloseCode)3500 and <= (CloseCode)3999 or >= (CloseCode)4500 and <= (CloseCode)4999 => false,
            _ => true,
        };
    }

    /// <summary>
    /// Whether to try again after an attempt to connect failed. Yes where time may help: the name, the network, the port, a
    /// time-out, a proxy, HTTP 408, 425, 429 and 5xx. No where someone must change something first: any other HTTP status, a
    /// certificate that is not trusted, an answer that is no WebSocket handshake, an HTTP version the server does not offer.
    /// </summary>
    /// <param name="error">What stopped the attempt.</param>
    public static bool ShouldRetry(WebSocketConnectException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Failure switch
        {
            ConnectFailure.HttpStatus => (int?)error.StatusCode is 408 or 425 or 429 or >= 500,
            ConnectFailure.Tls or ConnectFailure.HandshakeFailed or ConnectFailure.HttpVersion => false,
            _ => true,
        };
    }
}
