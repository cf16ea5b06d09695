using System.Threading.Channels;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>Our own client as the peer of our own server.</summary>
internal sealed class SockeyePeer : IPeer
{
    private readonly WebSocketConnection _connection;
    private readonly Channel<PeerMessage> _messages = Channel.CreateUnbounded<PeerMessage>();

    private SockeyePeer(WebSocketConnection connection, string extensions)
    {
        _connection = connection;
        Extensions = extensions;
        Closed = ReadAsync();
    }

    public string Subprotocol => _connection.Subprotocol ?? "";

    public string Extensions { get; }

    public Task<PeerClosure> Closed { get; }

    public static async Task<SockeyePeer> ConnectAsync(Uri url, PeerSettings settings, Version httpVersion)
    {
        var answer = new AnswerWatch();
        var options = new WebSocketConnectOptions
        {
            // The peer is told its wishes, as if it were another's.
            Connection = (settings with { Compression = settings.Compression.FromOtherSide() }).CreateOptions(),
            HttpVersion = httpVersion,
            HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Invoker = new HttpMessageInvoker(answer),
        };
        foreach (var subprotocol in settings.OfferedSubprotocols)
            options.Subprotocols.Add(subprotocol);
        var connection = await WebSocketConnector.ConnectAsync(url, options, TestContext.Current.CancellationToken).InTime($"our client to connect to {url}");
        return new SockeyePeer(connection, answer.Extensions);
    }

    public async Task SendAsync(PeerMessage message, int fragments = 1)
    {
        if (fragments == 1)
        {
            await _connection.SendAsync(message.Payload, message.Type).InTime("our client's message to be taken");
            return;
        }

        await _connection.SendStreamAsync(async stream =>
        {
            foreach (var piece in message.Payload.Chunk((message.Payload.Length / fragments) + 1))
                await stream.WriteAsync(piece, TestContext.Current.CancellationToken).InTime("our client's fragment to be taken");
        }, message.Type, TestContext.Current.CancellationToken);
    }

    public Task<PeerMessage> ReceiveAsync() => _messages.Reader.ReadAsync().InTime("a message to reach our client");

    public Task PingAsync(byte[] payload) => _connection.PingAsync(TestContext.Current.CancellationToken).InTime("a pong to reach our client");

    public Task CloseAsync(int? code, string reason)
    {
        _ = _connection.CloseAsync((CloseCode)(code ?? (int)CloseCode.NoStatusReceived), reason);
        return Task.CompletedTask;
    }

    public Task TerminateAsync()
    {
        _connection.Abort();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<PeerClosure> ReadAsync()
    {
        await foreach (var message in _connection.ReadAllAsync())
            _messages.Writer.TryWrite(PeerMessage.Of(message));
        var closure = await _connection.Completion;
        return new PeerClosure((int)closure.Code, closure.Reason);
    }

    /// <summary>Sees the answer to the handshake go by.</summary>
    private sealed class AnswerWatch : DelegatingHandler
    {
        public AnswerWatch()
            : base(CreateInner())
        {
        }

        public string Extensions { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Assert.Equal(request.Version, response.Version);
            if (response.Headers.TryGetValues("Sec-WebSocket-Extensions", out var values))
                Extensions = string.Join(", ", values);
            return response;
        }

        private static SocketsHttpHandler CreateInner()
        {
            var inner = new SocketsHttpHandler();
            inner.SslOptions.RemoteCertificateValidationCallback = SelfSigned.IsIt;
            return inner;
        }
    }
}
