using System.Text;

namespace Sockeye;

/// <summary>A message on its way out, in whichever form the caller gave it: text, bytes or prepared.</summary>
internal readonly struct OutgoingMessage
{
    private readonly object? _textOrPrepared;
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly MessageType _type;

    public OutgoingMessage(string text) => _textOrPrepared = text;

    public OutgoingMessage(PreparedMessage prepared) => _textOrPrepared = prepared;

    public OutgoingMessage(ReadOnlyMemory<byte> payload, MessageType type)
    {
        // At once, and not when the queue is flushed, where nobody could be told.
        if (type is not (MessageType.Text or MessageType.Binary))
            throw new ArgumentOutOfRangeException(nameof(type), type, "A message is text or binary.");
        (_payload, _type) = (payload, type);
    }

    /// <summary>Bytes of payload.</summary>
    public int Length => _textOrPrepared switch
    {
        string text => Encoding.UTF8.GetByteCount(text),
        PreparedMessage prepared => prepared.Payload.Length,
        _ => _payload.Length,
    };

    public ValueTask SendAsync(WebSocketConnection connection, CancellationToken cancellationToken) => _textOrPrepared switch
    {
        string text => connection.SendAsync(text, cancellationToken),
        PreparedMessage prepared => connection.SendAsync(prepared, cancellationToken),
        _ => connection.SendAsync(_payload, _type, cancellationToken),
    };

    public SendResult TrySend(WebSocketConnection connection) => _textOrPrepared switch
    {
        string text => connection.TrySend(text),
        PreparedMessage prepared => connection.TrySend(prepared),
        _ => connection.TrySend(_payload, _type),
    };

    /// <summary>The same message with bytes of its own, for keeping when the caller has gone on.</summary>
    public OutgoingMessage ToOwned() => _textOrPrepared is null ? new OutgoingMessage(_payload.ToArray(), _type) : this;
}
