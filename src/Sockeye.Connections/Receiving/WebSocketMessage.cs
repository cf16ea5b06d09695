using System.Text;

namespace Sockeye;

/// <summary>
/// A received message. Its payload lies in a buffer of the connection: it is valid until the next <c>ReceiveAsync</c>, the next
/// turn of <c>ReadAllAsync</c>, or the end of the event handler. Copy what must live longer (<see cref="Text"/>,
/// <see cref="ToArray"/>).
/// </summary>
/// <param name="type">Text or binary.</param>
/// <param name="payload">The payload, unmasked and decompressed; for text, valid UTF-8.</param>
public readonly struct WebSocketMessage(MessageType type, ReadOnlyMemory<byte> payload)
{
    /// <summary>Text or binary.</summary>
    public MessageType Type { get; } = type;

    /// <summary>The payload, unmasked and decompressed; for text, valid UTF-8. Not valid for ever: see the type's summary.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Whether the message is text.</summary>
    public bool IsText => Type == MessageType.Text;

    /// <summary>The payload as a string of its own, decoded from UTF-8 at each call.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>A copy of the payload that lives as long as you like.</summary>
    public byte[] ToArray() => Payload.ToArray();

    /// <summary>The text, or for binary its length.</summary>
    public override string ToString() => IsText ? Text : $"{Payload.Length} bytes";
}
