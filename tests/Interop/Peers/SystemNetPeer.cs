using System.Net.WebSockets;
using System.Threading.Channels;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>System.Net.WebSockets, which reads only when it is asked to: here always, so that it answers pings and closes.</summary>
internal sealed class SystemNetPeer : IPeer
{
    private readonly WebSocket _socket;
    private readonly IDisposable? _underneath;
    private readonly Channel<PeerMessage> _messages = Channel.CreateUnbounded<PeerMessage>();
    private readonly CancellationTokenSource _end = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>A peer on an open socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="extensions">What was agreed on.</param>
    /// <param name="underneath">What the socket stands on, to be disposed after it.</param>
    public SystemNetPeer(WebSocket socket, string extensions, IDisposable? underneath = null)
    {
        _underneath = underneath;
        _socket = socket;
        Extensions = extensions;
        Closed = Task.Run(ReadAsync);
    }

    public string Subprotocol => _socket.SubProtocol ?? "";

    public string Extensions { get; }

    public Task<PeerClosure> Closed { get; }

    public async Task SendAsync(PeerMessage message, int fragments = 1)
    {
        var type = message.Type == MessageType.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        var size = (message.Payload.Length + fragments - 1) / fragments;
        for (var i = 0; i < fragments; i++)
        {
            var piece = message.Payload.AsMemory(i * size, Math.Min(size, message.Payload.Length - (i * size)));
            await _socket.SendAsync(piece, type, endOfMessage: i == fragments - 1, _end.Token).InTime("System.Net to send");
        }
    }

    public Task<PeerMessage> ReceiveAsync() => _messages.Reader.ReadAsync().InTime("a message to reach System.Net");

    public Task PingAsync(byte[] payload) => throw new NotSupportedException("System.Net.WebSockets pings only by itself.");

    public Task CloseAsync(int? code, string reason) => code is { } value
        ? _socket.CloseOutputAsync((WebSocketCloseStatus)value, reason, _end.Token)
        : throw new NotSupportedException("System.Net.WebSockets writes 1005 onto the wire where it is asked for no code.");

    public Task TerminateAsync()
    {
        _socket.Abort();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Closed.InTime("System.Net to end");
        _end.Dispose();
    }

    private async Task<PeerClosure> ReadAsync()
    {
        try
        {
            while (await ReadMessageAsync() is { } message)
                _messages.Writer.TryWrite(message);
            if (_socket.State == WebSocketState.CloseReceived)
                await CloseAsync(Answer(_socket.CloseStatus), _socket.CloseStatusDescription ?? "");
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            _messages.Writer.TryComplete(error);
        }
        finally
        {
            // A server's socket is to be disposed while its request lives, which is as long as this method runs.
            _socket.Dispose();
            _underneath?.Dispose();
        }

        _messages.Writer.TryComplete();
        return new PeerClosure((int)(_socket.CloseStatus ?? (WebSocketCloseStatus)1006), _socket.CloseStatusDescription ?? "");
    }

    private static int Answer(WebSocketCloseStatus? received) =>
        received is null or WebSocketCloseStatus.Empty ? (int)WebSocketCloseStatus.NormalClosure : (int)received;

    private async Task<PeerMessage?> ReadMessageAsync()
    {
        using var whole = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), _end.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            whole.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage)
                return new PeerMessage(part.MessageType == WebSocketMessageType.Text ? MessageType.Text : MessageType.Binary, whole.ToArray());
        }
    }
}
