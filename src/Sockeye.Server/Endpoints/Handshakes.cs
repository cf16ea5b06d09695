using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Sockeye.Protocol;

namespace Sockeye.Endpoints;

/// <summary>Between ASP.NET Core's requests and answers and the engine's.</summary>
internal static class Handshakes
{
    /// <summary>Accepts or refuses the request's opening handshake; nothing is answered yet.</summary>
    public static ServerHandshakeResult Negotiate(
        HttpContext context, IReadOnlyList<string> subprotocols, PerMessageDeflateOptions? compression)
    {
        var request = context.Request;
        var headers = request.Headers;
        var handshake = new HandshakeRequest
        {
            Method = request.Method,
            HttpVersion = VersionOf(request.Protocol),
            Host = Joined(headers.Host),
            Upgrade = Joined(headers.Upgrade),
            Connection = Joined(headers.Connection),
            Key = Joined(headers.SecWebSocketKey),
            Version = Joined(headers.SecWebSocketVersion),
            Subprotocols = Joined(headers.SecWebSocketProtocol),
            Extensions = Joined(headers.SecWebSocketExtensions),
            Protocol = context.Features.Get<IHttpExtendedConnectFeature>()?.Protocol,
        };
        return ServerHandshake.Negotiate(handshake, subprotocols, compression);
    }

    /// <summary>Puts the headers of an accepted handshake into the answer, which the upgrade then sends.</summary>
    public static void Accept(HttpResponse response, ServerHandshakeResult handshake)
    {
        var headers = response.Headers;
        // RFC 8441 section 5: over HTTP/2 there is no key to answer and no protocol to switch to.
        if (handshake.Accept is not null)
        {
            headers.Upgrade = "websocket";
            headers.SecWebSocketAccept = handshake.Accept;
        }

        if (handshake.Subprotocol is not null)
            headers.SecWebSocketProtocol = handshake.Subprotocol;
        if (handshake.Extensions is not null)
            headers.SecWebSocketExtensions = handshake.Extensions;
    }

    /// <summary>Answers a refused handshake: the status, and the reason as one line of text.</summary>
    public static async Task RefuseAsync(HttpContext context, HandshakeRefusal refusal)
    {
        var response = context.Response;
        response.StatusCode = refusal.StatusCode;
        foreach (var (name, value) in refusal.Headers)
            response.Headers.Append(name, value);
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/plain; charset=utf-8";
        var body = Encoding.UTF8.GetBytes(refusal.Reason + "\n");
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    // RFC 9110 section 5.3: a header in several lines means the same as one line with commas.
    private static string? Joined(StringValues values) => values.Count == 0 ? null : values.ToString();

    private static Version VersionOf(string protocol) => protocol switch
    {
        _ when HttpProtocol.IsHttp11(protocol) => HttpVersions.Http11,
        _ when HttpProtocol.IsHttp2(protocol) => HttpVersions.Http2,
        _ when HttpProtocol.IsHttp3(protocol) => HttpVersions.Http3,
        _ => HttpVersions.Http10,
    };

    private static class HttpVersions
    {
        public static readonly Version Http10 = new(1, 0);
        public static readonly Version Http11 = new(1, 1);
        public static readonly Version Http2 = new(2, 0);
        public static readonly Version Http3 = new(3, 0);
    }
}
