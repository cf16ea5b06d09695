namespace Sockeye.Cli.Connect;

/// <summary>From how it ended to an exit code and words for people. Pure functions.</summary>
internal static class ConnectOutcome
{
    /// <param name="failure">What stopped the attempt to connect.</param>
    public static int ExitCodeOf(ConnectFailure failure) => failure switch
    {
        ConnectFailure.Tls => ExitCode.Tls,
        ConnectFailure.HttpStatus or ConnectFailure.HandshakeFailed or ConnectFailure.HttpVersion => ExitCode.Refused,
        _ => ExitCode.Network,
    };

    /// <param name="closure">How the connection ended.</param>
    /// <param name="asked">Whether the person or script asked for this end: then the code was their choice.</param>
    public static int ExitCodeOf(WebSocketClosure closure, bool asked) => closure switch
    {
        { WasClean: false } => ExitCode.ClosedAbnormally,
        { Code: CloseCode.NormalClosure or CloseCode.GoingAway or CloseCode.NoStatusReceived } => ExitCode.Success,
        _ => asked ? ExitCode.Success : ExitCode.ClosedAbnormally,
    };

    /// <summary>What happened and what to do, in this tool's own options.</summary>
    public static string Explain(WebSocketConnectException error) => error.Failure switch
    {
        ConnectFailure.Tls => $"No secure connection to {error.Uri.Authority}: {error.GetBaseException().Message.TrimEnd('.')}. Check that it speaks TLS on this port (ws:// is without), and that its certificate is trusted, in date and made for this name. To do without that check, for a server of your own: --insecure.",
        ConnectFailure.HttpVersion => $"{error.Uri.Authority} does not offer WebSockets over HTTP/2 (RFC 8441) here. Without TLS most servers do not: try wss://, or leave out --http2.",
        ConnectFailure.HttpStatus => $"{error.Uri.Authority} refused the handshake with HTTP status {(int)error.StatusCode!} ({error.StatusCode}). {Advice((int)error.StatusCode)}{Quote(error.ResponseBody)}",
        _ => error.Message,
    };

    /// <summary>Who closed, with which code and reason.</summary>
    public static string Describe(WebSocketClosure closure)
    {
        if (!closure.WasClean)
            return closure.Reason.Length > 0 ? $"Connection lost: {closure.Reason}" : "Connection lost.";
        var by = closure.ClosedBy == ClosedBy.Peer ? "by the server" : "by this end";
        var code = closure.Code == CloseCode.NoStatusReceived ? "without a code" : $"with {(int)closure.Code}{NameOf(closure.Code)}";
        return closure.Reason.Length > 0 ? $"Closed {by} {code}: {closure.Reason}" : $"Closed {by} {code}.";
    }

    private static string Advice(int status) => status switch
    {
        400 => "Check the address, and proxies on the way that drop the Upgrade header.",
        401 => "It wants credentials: --header 'Authorization: ...'.",
        403 => "It may want another origin (--origin), credentials or a cookie (--header).",
        404 or 405 => "Check the path: there is no WebSocket at this one.",
        407 => "The proxy wants credentials.",
        426 => "It speaks another version of the protocol, or none at this path.",
        429 => "Wait a little: it counts attempts.",
        >= 300 and < 400 => "It points to another address; connect to that one.",
        >= 500 => "The server has trouble: try again later.",
        _ => "Check the address: a web server answers there, but no WebSocket.",
    };

    private static string Quote(string body)
    {
        var line = string.Join(' ', body.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length switch
        {
            0 => "",
            > 200 => $" It says: {line[..200]}...",
            _ => $" It says: {line}",
        };
    }

    private static string NameOf(CloseCode code) => Enum.IsDefined(code) ? $" ({Words(code.ToString())})" : "";

    // NormalClosure: normal closure.
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
