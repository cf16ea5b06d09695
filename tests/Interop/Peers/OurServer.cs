using System.Threading.Channels;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>A stand-alone server of ours whose connections are the test's to speak on.</summary>
internal sealed class OurServer : IAsyncDisposable
{
    private readonly WebSocketServer _server;
    private readonly Channel<WebSocketConnection> _accepted = Channel.CreateUnbounded<WebSocketConnection>();

    private OurServer(WebSocketServer server)
    {
        _server = server;
        _server.Connected += connection => _accepted.Writer.TryWrite(connection);
    }

    public Uri Url => new(_server.Urls[0] + "/peer");

    public static async Task<OurServer> StartAsync(PeerSettings settings)
    {
        var options = new WebSocketServerOptions { Certificate = ServerCertificate.From(SelfSigned.Certificate) };
        options.Endpoint.Connection = settings.CreateOptions();
        foreach (var subprotocol in settings.SpokenSubprotocols)
            options.Endpoint.Subprotocols.Add(subprotocol);
        var server = new OurServer(new WebSocketServer(settings.Tls ? "wss://127.0.0.1:0" : "ws://127.0.0.1:0", options));
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public Task<WebSocketConnection> AcceptAsync() => _accepted.Reader.ReadAsync().InTime("a connection to our server");

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
