using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Sockeye.Sending;

namespace Sockeye;

/// <content>Sending messages.</content>
public sealed partial class WebSocketConnection
{
    /// <summary>Bytes of payload in the outbound queue: what the peer is behind by.</summary>
    public long QueuedBytes => _outbound.QueuedBytes;

    /// <summary>
    /// Sends a message of text. Complete when it is written to the transport or has a place in the outbound queue; waits for room while
    /// the queue is full. Messages of one sender arrive in the order of its calls. Inside a delivery (in a handler or between two
    /// receives, before the first real wait) what is sent goes out when the handler waits or returns, in one batch.
    /// </summary>
    /// <param name="text">The text; sent as UTF-8.</param>
    /// <param name="cancellationToken">Ends the wait for room. A message whose sending has begun is sent whole.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed; the message was not sent.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; the message was not sent.</exception>
    public ValueTask SendAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var utf8 = Encode(text, out var length);
        var send = _outbound.SendAsync(new OutboundMessage(MessageType.Text, utf8.AsMemory(0, length)), cancellationToken);
        if (!send.IsCompletedSuccessfully)
            return ReturnAfterAsync(send, utf8);
        ArrayPool<byte>.Shared.Return(utf8);
        return default;
    }

    /// <summary>Sends a message of bytes. As <see cref="SendAsync(string, CancellationToken)"/>.</summary>
    /// <param name="payload">The payload; not to be changed before the send is complete. For text, valid UTF-8: it is not checked.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="cancellationToken">Ends the wait for room. A message whose sending has begun is sent whole.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed; the message was not sent.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; the message was not sent.</exception>
    public ValueTask SendAsync(
        ReadOnlyMemory<byte> payload, MessageType type = MessageType.Binary, CancellationToken cancellationToken = default) =>
        _outbound.SendAsync(new OutboundMessage(Checked(type), payload), cancellationToken);

    /// <summary>Sends a message of bytes in several pieces. As <see cref="SendAsync(string, CancellationToken)"/>.</summary>
    /// <param name="payload">The payload; not to be changed before the send is complete.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="cancellationToken">Ends the wait for room. A message whose sending has begun is sent whole.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed; the message was not sent.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; the message was not sent.</exception>
    public ValueTask SendAsync(
        ReadOnlySequence<byte> payload, MessageType type = MessageType.Binary, CancellationToken cancellationToken = default)
    {
        if (payload.IsSingleSegment)
            return SendAsync(payload.First, type, cancellationToken);
        var length = checked((int)payload.Length);
        var joined = ArrayPool<byte>.Shared.Rent(length);
        payload.CopyTo(joined);
        return ReturnAfterAsync(SendAsync(joined.AsMemory(0, length), type, cancellationToken), joined);
    }

    /// <summary>Sends a received message on, or back. As <see cref="SendAsync(string, CancellationToken)"/>.</summary>
    /// <param name="message">The message; valid until the send is complete.</param>
    /// <param name="cancellationToken">Ends the wait for room. A message whose sending has begun is sent whole.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed; the message was not sent.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; the message was not sent.</exception>
    public ValueTask SendAsync(WebSocketMessage message, CancellationToken cancellationToken = default) =>
        SendAsync(message.Payload, message.Type, cancellationToken);

    /// <summary>Sends a prepared message. As <see cref="SendAsync(string, CancellationToken)"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait for room. A message whose sending has begun is sent whole.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed; the message was not sent.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; the message was not sent.</exception>
    public ValueTask SendAsync(PreparedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _outbound.SendAsync(new OutboundMessage(message), cancellationToken);
    }

    /// <summary>Sends a message of text if that needs no waiting. Never blocks and never throws for the peer's sake.</summary>
    /// <param name="text">The text; sent as UTF-8.</param>
    public SendResult TrySend(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var utf8 = Encode(text, out var length);
        var result = _outbound.TrySend(new OutboundMessage(MessageType.Text, utf8.AsMemory(0, length)));
        ArrayPool<byte>.Shared.Return(utf8);
        return result;
    }

    /// <summary>Sends a message of bytes if that needs no waiting; copies what it queues.</summary>
    /// <param name="payload">The payload. For text, valid UTF-8: it is not checked.</param>
    /// <param name="type">Text or binary.</param>
    public SendResult TrySend(ReadOnlyMemory<byte> payload, MessageType type = MessageType.Binary) =>
        _outbound.TrySend(new OutboundMessage(Checked(type), payload));

    /// <summary>Sends a prepared message if that needs no waiting.</summary>
    /// <param name="message">The message.</param>
    public SendResult TrySend(PreparedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _outbound.TrySend(new OutboundMessage(message));
    }

    /// <summary>
    /// Sends a message that is written piece by piece and never held whole. Each write becomes fragments; the message ends when
    /// <paramref name="write"/> returns. Until then this connection's other messages wait. When it throws, the message can neither be
    /// finished nor taken back: the connection is closed with 1011, and the exception goes on to the caller.
    /// </summary>
    /// <param name="write">Writes the payload, asynchronously; for text, valid UTF-8: it is not checked.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="cancellationToken">Ends the wait for the messages before it.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed, or closed before the message was whole.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; nothing was sent.</exception>
    public async ValueTask SendStreamAsync(
        Func<Stream, Task> write, MessageType type = MessageType.Binary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var stream = await BeginMessageAsync(Checked(type), compress: true, cancellationToken).ConfigureAwait(false);
        try
        {
            await write(stream).ConfigureAwait(false);
            await stream.CompleteAsync().ConfigureAwait(false);
        }
        catch
        {
            BeginClosing(CloseCode.InternalError, "a message could not be finished", flushWaiting: false);
            throw;
        }
    }

    /// <summary>Sends under the slow-consumer policy, for broadcasts; Full under Wait when there is no room (then SendAsync may wait).</summary>
    internal SendResult Offer(PreparedMessage message) => _outbound.Offer(new OutboundMessage(message));

    internal static MessageType Checked(MessageType type) => type is MessageType.Text or MessageType.Binary
        ? type
        : throw new ArgumentOutOfRangeException(nameof(type), type, "A message is text or binary.");

    private static byte[] Encode(string text, out int length)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        length = Encoding.UTF8.GetBytes(text, utf8);
        return utf8;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask ReturnAfterAsync(ValueTask send, byte[] rented)
    {
        try
        {
            await send.ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
