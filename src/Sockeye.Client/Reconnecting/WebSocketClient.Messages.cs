using System.Buffers;
using System.Runtime.CompilerServices;

namespace Sockeye;

public sealed partial class WebSocketClient
{
    /// <summary>
    /// Sends a text message: on the open connection as <see cref="WebSocketConnection"/> does, or into the queue while there is
    /// none, waiting for room in either.
    /// </summary>
    /// <param name="text">The text; sent as UTF-8.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message that was taken is not taken back.</param>
    /// <exception cref="WebSocketClosedException">
    /// The client has closed for good; or there is no connection and the option is <see cref="WhileDisconnected.Refuse"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>Messages of one sender that awaits each go out in its order, across reconnects too.</remarks>
    public ValueTask SendAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(new OutgoingMessage(text), cancellationToken);
    }

    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    /// <summary>Sends a message of bytes.</summary>
    /// <param name="payload">The payload, which must not change until the call is complete; for text, valid UTF-8.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message that was taken is not taken back.</param>
    public ValueTask SendAsync(
        ReadOnlyMemory<byte> payload, MessageType type = MessageType.Binary, CancellationToken cancellationToken = default) =>
        SendAsync(new OutgoingMessage(payload, type), cancellationToken);

    /// <inheritdoc cref="SendAsync(ReadOnlyMemory{byte}, MessageType, CancellationToken)"/>
    /// <summary>Sends a message of bytes that lie in several pieces.</summary>
    public ValueTask SendAsync(
        ReadOnlySequence<byte> payload, MessageType type = MessageType.Binary, CancellationToken cancellationToken = default) =>
        SendAsync(payload.IsSingleSegment ? payload.First : payload.ToArray(), type, cancellationToken);

    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    /// <summary>Sends on a received message.</summary>
    /// <param name="message">The message, valid until the call is complete.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message that was taken is not taken back.</param>
    public ValueTask SendAsync(WebSocketMessage message, CancellationToken cancellationToken = default) =>
        SendAsync(message.Payload, message.Type, cancellationToken);

    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    /// <summary>Sends a prepared message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message that was taken is not taken back.</param>
    public ValueTask SendAsync(PreparedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync(new OutgoingMessage(message), cancellationToken);
    }

    /// <summary>Sends or queues a text message without waiting, and says what became of it.</summary>
    /// <param name="text">The text; sent as UTF-8.</param>
    /// <returns>
    /// <see cref="SendResult.Closed"/> also while there is no connection and the option is
    /// <see cref="WhileDisconnected.Refuse"/>.
    /// </returns>
    public SendResult TrySend(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TrySend(new OutgoingMessage(text));
    }

    /// <inheritdoc cref="TrySend(string)"/>
    /// <summary>Sends or queues a message of bytes without waiting, and says what became of it.</summary>
    /// <param name="payload">The payload; for text, valid UTF-8.</param>
    /// <param name="type">Text or binary.</param>
    public SendResult TrySend(ReadOnlyMemory<byte> payload, MessageType type = MessageType.Binary) =>
        TrySend(new OutgoingMessage(payload, type));

    /// <inheritdoc cref="TrySend(string)"/>
    /// <summary>Sends or queues a prepared message without waiting, and says what became of it.</summary>
    /// <param name="message">The message.</param>
    public SendResult TrySend(PreparedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return TrySend(new OutgoingMessage(message));
    }

    /// <summary>
    /// The next message, of this connection or a later one; <see langword="null"/> when the client has closed for good. One call
    /// at a time. A message is valid until the next call.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; no message is lost by it.</param>
    /// <exception cref="InvalidOperationException">
    /// <see cref="MessageReceived"/> has handlers, or another receive is under way.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<WebSocketMessage?> ReceiveAsync(CancellationToken cancellationToken = default) =>
        _connections.ReceiveAsync(cancellationToken);

    /// <summary>
    /// All messages from now on, across reconnects, until the client closes for good. Each is valid until the next.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<WebSocketMessage> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
            yield return message;
    }

    /// <summary>Sends a ping and waits for its pong (RFC 6455 section 5.5.2).</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The round-trip time.</returns>
    /// <exception cref="WebSocketClosedException">There is no connection, or it ended before the pong.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default) =>
        _connections.Current is { } connection ? connection.PingAsync(cancellationToken) : throw NotConnected();

    private async ValueTask SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = _outbox.Offer(message);
            switch (answer.Kind)
            {
                case OutboxAnswerKind.Queued:
                    return;
                case OutboxAnswerKind.Full:
                    await answer.Change!.WaitAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case OutboxAnswerKind.Direct:
                    if (await SendOnAsync(answer.Connection!, message, cancellationToken).ConfigureAwait(false))
                        return;
                    break;
                default:
                    throw NotConnected();
            }
        }
    }

    /// <summary>Sends on a connection; false when it has ended and did not take the message.</summary>
    private async ValueTask<bool> SendOnAsync(
        WebSocketConnection connection, OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await message.SendAsync(connection, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (WebSocketClosedException)
        {
            // The loss has not come round to the client's own task yet.
            _outbox.Detach(connection);
            return false;
        }
    }

    private SendResult TrySend(OutgoingMessage message)
    {
        while (true)
        {
            var answer = _outbox.Offer(message);
            switch (answer.Kind)
            {
                case OutboxAnswerKind.Queued:
                    return SendResult.Queued;
                case OutboxAnswerKind.Full:
                    return SendResult.Full;
                case OutboxAnswerKind.Direct:
                    if (message.TrySend(answer.Connection!) is var result and not SendResult.Closed)
                        return result;
                    _outbox.Detach(answer.Connection!);
                    break;
                default:
                    return SendResult.Closed;
            }
        }
    }

    private WebSocketClosedException NotConnected() => new(_stop.IsCancellationRequested || State == WebSocketClientState.Closed
        ? $"The client of {WebSocketUri.Display(Uri)} is closed. Make a new one to connect again."
        : $"The client of {WebSocketUri.Display(Uri)} is not connected ({State}), and messages are not queued meanwhile.");
}
