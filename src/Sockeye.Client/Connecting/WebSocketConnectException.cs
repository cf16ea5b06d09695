using System.Net;

namespace Sockeye;

/// <summary>
/// A connection could not be opened. <see cref="Exception.Message"/> is for people: what happened, to which address, what to do
/// next; it leaves out the address's query and user, which may be secret. <see cref="Failure"/> is for programs.
/// </summary>
public sealed class WebSocketConnectException : SockeyeException
{
    internal WebSocketConnectException(ConnectFailure failure, Uri uri, string message, Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        Uri = uri;
    }

    /// <summary>What stopped the attempt.</summary>
    public ConnectFailure Failure { get; }

    /// <summary>The address, whole.</summary>
    public Uri Uri { get; }

    /// <summary>The HTTP status of the answer, when there was one.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>
    /// The start of the refusal's body, at most 4,096 bytes read as UTF-8; empty when there was none. The server wrote it: do not
    /// trust it.
    /// </summary>
    public string ResponseBody { get; internal init; } = "";

    /// <summary>How long the server asks to wait (<c>Retry-After</c>, RFC 9110 section 10.2.3), when it says so.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
