namespace Sockeye.Protocol;

/// <summary>What <see cref="MessageReader.Read"/> found.</summary>
internal enum PartKind : byte
{
    /// <summary>The window is used up; give the next bytes.</summary>
    NeedMore,

    /// <summary>A piece of a data message, perhaps all of it.</summary>
    Data,

    /// <summary>A ping; its payload is to be returned in a pong.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>A valid close frame: <see cref="MessageReader.CloseCode"/> and <see cref="MessageReader.CloseReason"/>.</summary>
    Close,

    /// <summary>The peer broke a rule: <see cref="MessageReader.Failure"/>.</summary>
    Failed,
}

/// <summary>
/// A piece of what arrived. The payload lies in the caller's window or in the reader's buffer and is valid until the next call.
/// </summary>
internal readonly struct MessagePart(PartKind kind, MessageType type, bool isStart, bool isEnd, ReadOnlyMemory<byte> payload)
{
    public PartKind Kind { get; } = kind;

    /// <summary>Of a data message.</summary>
    public MessageType Type { get; } = type;

    /// <summary>Whether a data message begins here.</summary>
    public bool IsStart { get; } = isStart;

    /// <summary>Whether a data message ends here.</summary>
    public bool IsEnd { get; } = isEnd;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public static MessagePart Of(PartKind kind, ReadOnlyMemory<byte> payload = default) => new(kind, default, false, false, payload);
}
