using System.Net;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>Connects our client to a peer's server.</summary>
internal static class OurClient
{
    public static Task<WebSocketConnection> ConnectAsync(Uri url, PeerSettings settings, Version? httpVersion = null) =>
        WebSocketConnector.ConnectAsync(url, CreateOptions(settings, httpVersion), TestContext.Current.CancellationToken)
            .InTime($"our client to connect to {url}");

    public static WebSocketConnectOptions CreateOptions(PeerSettings settings, Version? httpVersion = null)
    {
        var options = new WebSocketConnectOptions
        {
            Connection = settings.CreateOptions(),
            HttpVersion = httpVersion ?? HttpVersion.Version11,
            HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            RemoteCertificateValidationCallback = SelfSigned.IsIt,
        };
        foreach (var subprotocol in settings.OfferedSubprotocols)
            options.Subprotocols.Add(subprotocol);
        return options;
    }
}
