namespace Sockeye.Sending;

/// <summary>Messages that wait for a slow peer, bounded in number and bytes. Guarded by its owner's lock.</summary>
internal sealed class SendQueue(int maxMessages, int maxBytes)
{
    private readonly Queue<(OutboundMessage Message, long Place)> _messages = new();

    public int Count => _messages.Count;

    public long Bytes { get; private set; }

    /// <summary>Whether a message of this length fits. An empty queue takes one of any length, or it could never be sent.</summary>
    public bool HasRoom(int length) =>
        _messages.Count == 0 || (_messages.Count < maxMessages && Bytes + length <= maxBytes);

    /// <summary>The place in line of the first message.</summary>
    public long FirstPlace => _messages.Peek().Place;

    /// <summary>Adds a message that the queue may keep.</summary>
    public void Enqueue(in OutboundMessage message, long place)
    {
        _messages.Enqueue((message, place));
        Bytes += message.Length;
    }

    public OutboundMessage Dequeue()
    {
        var message = _messages.Dequeue().Message;
        Bytes -= message.Length;
        return message;
    }

    /// <summary>Drops all; how many they were.</summary>
    public int Clear()
    {
        var count = _messages.Count;
        while (_messages.Count != 0)
            Dequeue().Release();
        return count;
    }
}
