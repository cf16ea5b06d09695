namespace Sockeye.Cli.Serve.Chat;

/// <summary>One connection's part in the chat: takes its messages, and answers those that cannot be taken. Not for concurrent use.</summary>
internal sealed class ChatSession(ChatRoom room, IChatPeer peer, MessageRate rate)
{
    private ChatMember? _member;

    /// <summary>Does what a message asks for.</summary>
    /// <returns>What to answer, or null when the room's events are the answer.</returns>
    public ChatError? Handle(WebSocketMessage message)
    {
        var request = ChatProtocol.Read(message);
        var reference = ChatInput.Ref(request?.Ref);
        if (!rate.TryTake())
            return new ChatError("too-fast", "Too many messages at once. Please wait a moment.", reference);
        return request?.Type switch
        {
            "join" => Join(request),
            "message" => Say(request, reference),
            null => new ChatError("malformed", "A message is a JSON object with a type, sent as text."),
            _ => new ChatError("malformed", "The types of messages are join and message."),
        };
    }

    public void End()
    {
        if (_member is not null)
            room.Leave(_member);
    }

    private ChatError? Join(ChatRequest request)
    {
        if (_member is not null)
            return new ChatError("malformed", "This connection has joined already.");
        if (ChatInput.Name(request.Name) is not { } name)
            return new ChatError("name-invalid", $"A name has 1 to {ChatProtocol.MaxName} characters.");
        if (!ChatInput.IsKey(request.Key))
            return new ChatError("key-invalid", $"A key has {ChatProtocol.MinKey} to {ChatProtocol.MaxKey} letters, digits or hyphens.");

        var error = room.Join(name, request.Key!, peer, out var member);
        if (error is null)
            _member = member;
        return error;
    }

    private ChatError? Say(ChatRequest request, string? reference)
    {
        if (_member is null)
            return new ChatError("not-joined", "Join first.", reference);
        if (ChatInput.Text(request.Text) is not { } text)
            return new ChatError("text-invalid", $"A message has 1 to {ChatProtocol.MaxText:N0} characters.", reference);
        room.Say(_member, text, reference);
        return null;
    }
}
