using System.Net.WebSockets;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>Connects .NET's <see cref="ClientWebSocket"/> to our server.</summary>
internal static class SystemNetClient
{
    public static async Task<Pair> PairAsync(PeerSettings settings, Version httpVersion)
    {
        var server = await OurServer.StartAsync(settings);
        var theirs = await ConnectAsync(server.Url, settings, httpVersion);
        return new Pair(await server.AcceptAsync(), theirs, server);
    }

    /// <summary>What connections are made with; over HTTP/2 those of one share a connection.</summary>
    public static HttpMessageInvoker CreateInvoker()
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = SelfSigned.IsIt;
        return new HttpMessageInvoker(handler);
    }

    public static async Task<SystemNetPeer> ConnectAsync(
        Uri url, PeerSettings settings, Version httpVersion, HttpMessageInvoker? sharedInvoker = null)
    {
        var invoker = sharedInvoker ?? CreateInvoker();
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = httpVersion;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.DangerousDeflateOptions = Deflate(settings.Compression.ForThem());
        foreach (var subprotocol in settings.OfferedSubprotocols)
            socket.Options.AddSubProtocol(subprotocol);
        await socket.ConnectAsync(url, invoker, TestContext.Current.CancellationToken).InTime($"System.Net to connect to {url}");
        var extensions = socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var values) ? string.Join(", ", values) : "";
        return new SystemNetPeer(socket, extensions, sharedInvoker is null ? invoker : null);
    }

    private static WebSocketDeflateOptions? Deflate(CompressionWishes? wishes) => wishes is null ? null : new WebSocketDeflateOptions
    {
        ServerContextTakeover = !wishes.ServerNoContextTakeover,
        ClientContextTakeover = !wishes.ClientNoContextTakeover,
        ServerMaxWindowBits = wishes.ServerMaxWindowBits,
        ClientMaxWindowBits = wishes.ClientMaxWindowBits,
    };
}
