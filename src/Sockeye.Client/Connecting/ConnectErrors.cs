using System.Net.Sockets;
using System.Security.Authentication;

namespace Sockeye;

/// <summary>
/// From what went wrong to a failure with a name and a message for people: what happened, where, what to do next.
/// </summary>
internal static class ConnectErrors
{
    /// <summary>The failure behind an exception, or null when it is not one of connecting.</summary>
    public static WebSocketConnectException? Explain(Exception error, Uri uri, WebSocketConnectOptions options, bool timedOut) =>
        error switch
        {
            WebSocketConnectException known => known,
            _ when timedOut || error.InnerException is TimeoutException => Create(ConnectFailure.TimedOut, uri, error,
                $"no finished handshake within {options.ConnectTimeout.TotalSeconds:0.###} s.",
                "Check that the server is reachable and answers WebSocket handshakes, or raise ConnectTimeout."),
            _ when Http2Errors.IsRefusal(error, options) => Create(ConnectFailure.HttpVersion, uri, error,
                $"the server does not offer WebSockets over HTTP/2, RFC 8441 ({Cause(error)}).",
                "Use HTTP version 1.1, or allow the fallback to it."),
            HttpRequestException http => Explain(http, uri, options),
            IOException => Lost(error, uri, options),
            _ => null,
        };

    /// <summary>A check of the answer that failed.</summary>
    public static WebSocketConnectException Handshake(Uri uri, string failure, Exception? error = null) => Create(
        ConnectFailure.HandshakeFailed, uri, error,
        $"the answer is not a valid WebSocket handshake: {failure.TrimEnd('.')}.",
        "Something other than a WebSocket server, or a proxy in between, may be answering.");

    /// <summary>An answer with a status that opens nothing.</summary>
    public static WebSocketConnectException Status(Uri uri, HttpResponseMessage response, string body, TimeSpan? retryAfter)
    {
        var phrase = string.IsNullOrEmpty(response.ReasonPhrase) ? response.StatusCode.ToString() : response.ReasonPhrase;
        var advice = StatusAdvice.For(response);
        if (body.Length > 0)
            advice += $" It says: {StatusAdvice.Excerpt(body)}";
        var what = $"the server answered {(int)response.StatusCode} {phrase} instead of opening a WebSocket.";
        return new WebSocketConnectException(ConnectFailure.HttpStatus, uri, Message(uri, what, advice))
        {
            StatusCode = response.StatusCode,
            ResponseBody = body,
            RetryAfter = retryAfter,
        };
    }

    private static WebSocketConnectException Explain(HttpRequestException e, Uri uri, WebSocketConnectOptions options)
    {
        switch (e.HttpRequestError)
        {
            case HttpRequestError.ProxyTunnelError:
                return Create(ConnectFailure.Proxy, uri, e, $"the proxy would not open a tunnel ({Cause(e)}).",
                    "Check the proxy's address, credentials and rules.");
            case HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                when ProxyFor(uri, options) is { } proxy:
                return Create(ConnectFailure.Proxy, uri, e, $"the proxy {proxy.Authority} was not reached ({Cause(e)}).",
                    "Check its address, or set UseProxy to false.");
            case HttpRequestError.NameResolutionError:
                return Create(ConnectFailure.NameNotResolved, uri, e, $"the name '{uri.IdnHost}' has no address.",
                    "Check how it is written, and the network's name service.");
            case HttpRequestError.ConnectionError:
                return Unconnected(e, uri);
            case HttpRequestError.SecureConnectionError:
                return Tls(e, uri);
            case HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError
                or HttpRequestError.UserAuthenticationError or HttpRequestError.ConfigurationLimitExceeded:
                return Handshake(uri, Cause(e), e);
            default:
                return Lost(e, uri, options);
        }
    }

    private static WebSocketConnectException Lost(Exception e, Uri uri, WebSocketConnectOptions options)
    {
        var doubt = Http2Errors.IsOnly(options) ? ", and whether it speaks HTTP/2"
            : uri.Scheme == "ws" ? ", and whether it wants TLS (wss://)"
            : "";
        return Create(ConnectFailure.ConnectionLost, uri, e, $"the connection ended in the middle of the handshake ({Cause(e)}).",
            $"Check that a WebSocket server listens there{doubt}.");
    }

    private static WebSocketConnectException Unconnected(HttpRequestException e, Uri uri) =>
        (e.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => Create(ConnectFailure.Refused, uri, e,
                $"nothing listens on {uri.IdnHost} port {uri.Port} (connection refused).",
                "Check that the server runs, and the port."),
            SocketError.TimedOut => Create(ConnectFailure.TimedOut, uri, e,
                $"{uri.IdnHost} port {uri.Port} does not answer.", "Check the address and any firewall in between."),
            _ => Create(ConnectFailure.Unreachable, uri, e,
                $"{uri.IdnHost} port {uri.Port} was not reached ({Cause(e)}).", "Check the network and the address."),
        };

    private static WebSocketConnectException Tls(HttpRequestException e, Uri uri)
    {
        // A connection that ends while TLS is being agreed says nothing about certificates, and may fare better next time.
        if (e.InnerException is not AuthenticationException)
        {
            return Create(ConnectFailure.ConnectionLost, uri, e, $"the connection ended while TLS was being agreed ({Cause(e)}).",
                $"Check that the server speaks TLS on port {uri.Port}; without TLS the address begins with ws://.");
        }

        return Create(ConnectFailure.Tls, uri, e, $"TLS was not agreed ({Cause(e)}).",
            $"Check that port {uri.Port} speaks TLS, with a certificate that is trusted here, in date and for '{uri.IdnHost}'; " +
            "for a test with a self-signed one set DangerouslyAcceptAnyServerCertificate.");
    }

    private static Uri? ProxyFor(Uri uri, WebSocketConnectOptions options)
    {
        if (!options.UseProxy || options.Invoker is not null)
            return null;
        var proxy = options.Proxy ?? HttpClient.DefaultProxy;
        return proxy.IsBypassed(uri) ? null : proxy.GetProxy(uri);
    }

    private static WebSocketConnectException Create(
        ConnectFailure failure, Uri uri, Exception? error, string what, string advice) =>
        new(failure, uri, Message(uri, what, advice), error);

    private static string Message(Uri uri, string what, string advice) =>
        $"Could not connect to {WebSocketUri.Display(uri)}: {what} {advice}";

    private static string Cause(Exception e) => e.GetBaseException().Message.TrimEnd('.');
}
