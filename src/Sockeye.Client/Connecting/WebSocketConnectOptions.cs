using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sockeye;

/// <summary>
/// How a connection is opened. Everything .NET people know from <see cref="SocketsHttpHandler"/> works, because it carries the
/// handshake. Read at each attempt; not to be changed during one.
/// </summary>
public sealed class WebSocketConnectOptions
{
    /// <summary>Subprotocols to offer, in order of preference (RFC 6455 section 1.9). Default none.</summary>
    public IList<string> Subprotocols { get; } = [];

    /// <summary>
    /// More request headers, such as <c>Authorization</c>. Names in any case. Not the headers of the handshake itself
    /// (<c>Connection</c>, <c>Upgrade</c>, <c>Sec-WebSocket-*</c>), which are this library's.
    /// </summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The <c>Origin</c> to name. Default <see langword="null"/>: none, as befits a client that is not a browser. Servers that
    /// check origins let clients without one in, or want one they know.
    /// </summary>
    public string? Origin { get; set; }

    /// <summary>
    /// Called with each request before it goes out, every retry included: the place for a token that expires. May change headers
    /// and the address. Default none.
    /// </summary>
    public Func<HttpRequestMessage, CancellationToken, ValueTask>? PrepareRequest { get; set; }

    /// <summary>Cookies to send, and where the answer's are kept. Default none.</summary>
    public CookieContainer? Cookies { get; set; }

    /// <summary>
    /// Credentials for a server that asks for them (Basic, Digest, NTLM, Negotiate). Default none. A user and password in the
    /// address are sent as Basic without being asked for.
    /// </summary>
    public ICredentials? Credentials { get; set; }

    /// <summary>The proxy. Default <see langword="null"/>: the system's (<see cref="HttpClient.DefaultProxy"/>).</summary>
    public IWebProxy? Proxy { get; set; }

    /// <summary>Whether to go through a proxy at all. Default <see langword="true"/>.</summary>
    public bool UseProxy { get; set; } = true;

    /// <summary>Certificates that name this client to a server that asks. Default none.</summary>
    public X509CertificateCollection ClientCertificates { get; } = [];

    /// <summary>
    /// Decides in the system's stead whether the server's certificate will do. Default none: the system decides.
    /// </summary>
    public RemoteCertificateValidationCallback? RemoteCertificateValidationCallback { get; set; }

    /// <summary>
    /// DANGER: takes any certificate, so anyone on the way can read and change everything. For tests with self-signed
    /// certificates. Default <see langword="false"/>.
    /// </summary>
    public bool DangerouslyAcceptAnyServerCertificate { get; set; }

    /// <summary>
    /// 1.1 (an upgrade, RFC 6455) or 2.0 (an extended CONNECT, RFC 8441). Default 1.1, which every server speaks.
    /// </summary>
    public Version HttpVersion { get; set; } = System.Net.HttpVersion.Version11;

    /// <summary>
    /// With version 2.0: whether to fall back to 1.1 when the server does not offer WebSockets over HTTP/2. Default
    /// <see cref="HttpVersionPolicy.RequestVersionOrLower"/>; the other choice is
    /// <see cref="HttpVersionPolicy.RequestVersionExact"/>.
    /// </summary>
    public HttpVersionPolicy HttpVersionPolicy { get; set; } = HttpVersionPolicy.RequestVersionOrLower;

    /// <summary>
    /// Longest time from the name look-up to the verified answer. Default 15 seconds;
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits for ever, which a server that never answers makes use of.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Largest head of the answer, in KiB. Default 64; at least 1.</summary>
    public int MaxResponseHeadersLength { get; set; } = 64;

    /// <summary>
    /// Carries the handshake in place of a handler of ours: a pooled one, so that HTTP/2 connections are shared, or one with
    /// handlers of yours in between. Stays yours to dispose. Proxy, cookies, credentials and certificates are then its matter,
    /// and setting them here as well is an error. It should not follow redirects. Default none.
    /// </summary>
    public HttpMessageInvoker? Invoker { get; set; }

    /// <summary>Limits, heartbeat and compression of the connection once it is open.</summary>
    public WebSocketConnectionOptions Connection { get; set; } = new();

    internal void Validate()
    {
        Check(ConnectTimeout > TimeSpan.Zero || ConnectTimeout == Timeout.InfiniteTimeSpan,
            nameof(ConnectTimeout), ConnectTimeout, "The time must be positive, or Timeout.InfiniteTimeSpan.");
        Check(MaxResponseHeadersLength >= 1,
            nameof(MaxResponseHeadersLength), MaxResponseHeadersLength, "The limit is in KiB and at least 1.");
        Check(HttpVersion == System.Net.HttpVersion.Version11 || HttpVersion == System.Net.HttpVersion.Version20,
            nameof(HttpVersion), HttpVersion, "WebSockets are opened over HTTP 1.1 or 2.0.");
        Check(HttpVersionPolicy is HttpVersionPolicy.RequestVersionOrLower or HttpVersionPolicy.RequestVersionExact,
            nameof(HttpVersionPolicy), HttpVersionPolicy, "The policy is RequestVersionOrLower or RequestVersionExact.");
        ArgumentNullException.ThrowIfNull(Connection);
        Connection.Validate();
        ValidateHeaders();
        ValidateInvoker();
    }

    private void ValidateHeaders()
    {
        foreach (var name in Headers.Keys)
        {
            if (OpeningRequest.IsReserved(name))
            {
                throw new ArgumentException(
                    $"The header {name} belongs to the handshake; Subprotocols, Origin and compression are options.",
                    nameof(Headers));
            }
        }
    }

    private void ValidateInvoker()
    {
        var handlerMatters = Cookies is not null || Credentials is not null || Proxy is not null || !UseProxy
            || ClientCertificates.Count > 0 || RemoteCertificateValidationCallback is not null
            || DangerouslyAcceptAnyServerCertificate;
        if (Invoker is not null && handlerMatters)
        {
            throw new ArgumentException(
                "With an Invoker of your own, set cookies, credentials, proxy and certificates on its handler.", nameof(Invoker));
        }
    }

    private static void Check(bool holds, string name, object value, string message)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, message);
    }
}
