using System.Net;
using System.Security.Authentication;

namespace Sockeye;

/// <summary>How a server without WebSockets over HTTP/2 (RFC 8441) shows it, which is seldom in so many words.</summary>
internal static class Http2Errors
{
    /// <summary>RFC 9113 section 7.</summary>
    private const long Http11Required = 0xd;

    /// <summary>
    /// Whether HTTP/1.1 may fare better: the server refused HTTP/2, or ended the connection at the sight of it. Not when it
    /// answered.
    /// </summary>
    public static bool MayBeTheVersion(Exception error) => error switch
    {
        WebSocketConnectException => false,
        IOException => true,
        _ => SaysSo(error) || IsTlsAlert(error) || KindOf(error) is
            HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded,
    };

    /// <summary>Whether the version is what was refused, when only HTTP/2 will do.</summary>
    public static bool IsRefusal(Exception error, WebSocketConnectOptions options) =>
        IsOnly(options) && (SaysSo(error) || IsTlsAlert(error));

    /// <summary>Whether HTTP/2 was asked for without a fallback.</summary>
    public static bool IsOnly(WebSocketConnectOptions options) =>
        options.HttpVersion == HttpVersion.Version20 && options.HttpVersionPolicy == HttpVersionPolicy.RequestVersionExact;

    private static bool SaysSo(Exception error) =>
        KindOf(error) is HttpRequestError.ExtendedConnectNotSupported or HttpRequestError.VersionNegotiationError
        || error is HttpProtocolException { ErrorCode: Http11Required }
        || error.InnerException is HttpProtocolException { ErrorCode: Http11Required };

    /// <summary>
    /// The server ended the TLS handshake, as one without HTTP/2 does; a certificate we refuse has no inner exception.
    /// </summary>
    private static bool IsTlsAlert(Exception error) =>
        error.InnerException is AuthenticationException { InnerException: not null };

    private static HttpRequestError? KindOf(Exception error) => error switch
    {
        HttpRequestException request => request.HttpRequestError,
        HttpIOException io => io.HttpRequestError,
        _ => null,
    };
}
