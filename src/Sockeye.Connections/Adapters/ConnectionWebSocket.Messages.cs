using System.Net.WebSockets;
using Sockeye.Sending;

namespace Sockeye.Adapters;

/// <summary>Sending and receiving, in messages or parts of them.</summary>
internal sealed partial class ConnectionWebSocket
{
    private readonly ReceivedParts _received = new(connection);
    private OutboundMessageStream? _message;
    private bool _closeTaken;
    private int _sending;

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
        return result.MessageType == WebSocketMessageType.Close
            ? new WebSocketReceiveResult(0, WebSocketMessageType.Close, true, CloseStatus, CloseStatusDescription)
            : new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage);
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_received.TryBegin())
            throw AtOnce("receive");
        try
        {
            ThrowIfOver();
            if (await MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                var count = _received.Copy(buffer.Span);
                return new ValueWebSocketReceiveResult(count, TypeOf(_received.Type), _received.IsAtEnd);
            }
            if (_aborted)
                throw new OperationCanceledException("The WebSocket was aborted.");
            if (connection.PeerClose is null)
                throw Broken();
            _closeTaken = true;
            return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true);
        }
        finally
        {
            _received.Finish();
        }
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer, messageType, endOfMessage ? WebSocketMessageFlags.EndOfMessage : WebSocketMessageFlags.None, cancellationToken);

    public override async ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, WebSocketMessageFlags messageFlags, CancellationToken cancellationToken)
    {
        var type = messageType switch
        {
            WebSocketMessageType.Text => MessageType.Text,
            WebSocketMessageType.Binary => MessageType.Binary,
            _ => throw new ArgumentOutOfRangeException(nameof(messageType), messageType, "Send text or binary; close with CloseAsync."),
        };
        if (Interlocked.Exchange(ref _sending, 1) != 0)
            throw AtOnce("send");
        try
        {
            ThrowUnless(WebSocketState.Open);
            await SendAsync(buffer, type, messageFlags, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketClosedException e)
        {
            throw Translate(e, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _sending, 0);
        }
    }

    private async ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, MessageType type, WebSocketMessageFlags flags, CancellationToken cancellationToken)
    {
        var endOfMessage = flags.HasFlag(WebSocketMessageFlags.EndOfMessage);
        // A secret must not be compressed beside what others may choose: the flag is kept for the whole message.
        var compress = !flags.HasFlag(WebSocketMessageFlags.DisableCompression);
        if (_message is null && endOfMessage && (compress || !connection.IsCompressed))
        {
            await connection.SendAsync(buffer, type, cancellationToken).ConfigureAwait(false);
            return;
        }
        _message ??= await connection.BeginMessageAsync(type, compress, cancellationToken).ConfigureAwait(false);
        // A fragment that has begun cannot be taken back, and the caller's buffer cannot be left in use: as with the runtime's own
        // WebSocket, cancelling here ends the connection.
        var registration = cancellationToken.UnsafeRegister(static socket => ((ConnectionWebSocket)socket!).Abort(), this);
        try
        {
            await _message.WriteAsync(buffer, endOfMessage).ConfigureAwait(false);
        }
        finally
        {
            registration.Unregister();
        }
        if (endOfMessage)
            _message = null;
    }

    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        while (await _received.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!_dropping)
                return true;
            _received.Skip();
        }
        return false;
    }

    private Exception Translate(WebSocketClosedException error, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return new OperationCanceledException("The send was cancelled after it had begun; the connection was aborted.", error, cancellationToken);
        return connection.PeerClose is null && !_closeSent
            ? new WebSocketException(WebSocketError.ConnectionClosedPrematurely, error)
            : new WebSocketException(WebSocketError.InvalidState, error.Message, error);
    }

    private void ThrowIfOver()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_closeTaken || _aborted)
            throw new WebSocketException(WebSocketError.InvalidState, $"The WebSocket is {State}; nothing more is received.");
    }

    // The contract of WebSocket: one send and one receive at a time.
    private static InvalidOperationException AtOnce(string what) => new($"Another {what} is under way; a WebSocket has one at a time.");

    private static WebSocketMessageType TypeOf(MessageType type) =>
        type == MessageType.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
}
