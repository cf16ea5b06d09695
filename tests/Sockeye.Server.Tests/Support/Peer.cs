using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Sockeye.Server.Tests.Support;

/// <summary>System.Net.WebSockets as the client, over each way in: a peer that nobody here wrote.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly HttpMessageInvoker _invoker;
    private readonly CancellationTokenSource _patience;

    private Peer(ClientWebSocket socket, HttpMessageInvoker invoker)
    {
        _socket = socket;
        _invoker = invoker;
        _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _patience.CancelAfter(TimeSpan.FromSeconds(20));
    }

    public ClientWebSocket Socket => _socket;

    /// <summary>The code and reason that the server closed with.</summary>
    public (int? Code, string? Reason) Closed => ((int?)_socket.CloseStatus, _socket.CloseStatusDescription);

    public static async Task<Peer> ConnectAsync(Uri url, bool http2 = false, Action<ClientWebSocketOptions>? configure = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = SelfSigned.IsIt;
        var peer = new Peer(new ClientWebSocket(), new HttpMessageInvoker(handler));
        peer._socket.Options.HttpVersion = http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        peer._socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        peer._socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(peer._socket.Options);
        try
        {
            await peer._socket.ConnectAsync(url, peer._invoker, peer._patience.Token);
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);

    public Task SendAsync(byte[] bytes) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, _patience.Token);

    /// <summary>The next message whole; null when the server has closed.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Payload)?> ReceiveAsync()
    {
        var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, _patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return (part.MessageType, whole.ToArray());
        }
    }

    public async Task<string?> ReceiveTextAsync()
    {
        if (await ReceiveAsync() is not { } message)
            return null;
        Assert.Equal(WebSocketMessageType.Text, message.Type);
        return Encoding.UTF8.GetString(message.Payload);
    }

    /// <summary>Begins the closing handshake and sees it through.</summary>
    public Task CloseAsync(int code, string reason) => _socket.CloseAsync((WebSocketCloseStatus)code, reason, _patience.Token);

    /// <summary>Answers the server's close.</summary>
    public Task AnswerCloseAsync() =>
        _socket.CloseOutputAsync(_socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, _patience.Token);

    public ValueTask DisposeAsync()
    {
        _patience.Dispose();
        _socket.Dispose();
        _invoker.Dispose();
        return ValueTask.CompletedTask;
    }
}
