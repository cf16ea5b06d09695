namespace Sockeye.Cli.Serve.Chat;

/// <summary><c>/chat</c>: connects the room to connections.</summary>
internal sealed class ChatEndpoint(TimeProvider time)
{
    private readonly ChatRoom _room = new(time);

    public async Task HandleAsync(WebSocketConnection connection)
    {
        var session = new ChatSession(_room, new Peer(connection), new MessageRate(time));
        try
        {
            await foreach (var message in connection.ReadAllAsync())
            {
                // Waiting here for room to answer is what keeps a flood of wrong messages from becoming a flood of answers.
                if (session.Handle(message) is { } error)
                    await connection.SendAsync(ChatProtocol.Write(error));
            }
        }
        finally
        {
            session.End();
        }
    }

    private sealed class Peer(WebSocketConnection connection) : IChatPeer
    {
        public void Deliver(PreparedMessage message)
        {
            // Who does not read is let go: the page comes back by itself and gets what it missed from the history.
            if (connection.TrySend(message) == SendResult.Full)
                _ = connection.CloseAsync(CloseCode.TryAgainLater, "You read too slowly");
        }

        public void Replace() => _ = connection.CloseAsync(ChatProtocol.Replaced, "You connected from elsewhere");
    }
}
