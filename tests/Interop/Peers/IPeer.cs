namespace Sockeye.Interop.Peers;

/// <summary>The other end of a connection of ours, in the hands of software nobody here wrote.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>The subprotocol as the peer sees it; empty for none.</summary>
    string Subprotocol { get; }

    /// <summary>The <c>Sec-WebSocket-Extensions</c> of the handshake's answer as the peer saw or sent it; empty for none.</summary>
    string Extensions { get; }

    /// <summary>Ends when the connection has ended at the peer's end; says what the peer was told.</summary>
    Task<PeerClosure> Closed { get; }

    /// <summary>Sends a message in one frame or more.</summary>
    Task SendAsync(PeerMessage message, int fragments = 1);

    /// <summary>The next message whole.</summary>
    Task<PeerMessage> ReceiveAsync();

    /// <summary>Pings, and waits for the pong with the same payload.</summary>
    Task PingAsync(byte[] payload);

    /// <summary>Begins the closing handshake.</summary>
    /// <param name="code">The code; null for a close frame without one.</param>
    /// <param name="reason">The reason; empty for none.</param>
    Task CloseAsync(int? code, string reason);

    /// <summary>Drops the connection without a close frame.</summary>
    Task TerminateAsync();
}

/// <summary>A message as it was sent or arrived.</summary>
internal sealed record PeerMessage(MessageType Type, byte[] Payload)
{
    public static PeerMessage Of(string text) => new(MessageType.Text, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A copy of what one of our connections received.</summary>
    public static PeerMessage Of(WebSocketMessage message) => new(message.Type, message.ToArray());

    /// <summary>Fails unless the other is the same message, without writing a mebibyte into the log.</summary>
    public void AssertSame(PeerMessage actual, string where)
    {
        Assert.True(Type == actual.Type, $"{where}: {Type} was sent, {actual.Type} arrived.");
        Assert.True(
            Payload.AsSpan().SequenceEqual(actual.Payload),
            $"{where}: {Payload.Length} bytes were sent, {actual.Payload.Length} arrived, alike up to byte {Payload.AsSpan().CommonPrefixLength(actual.Payload)}.");
    }
}

/// <summary>What a peer was told about the end: 1005 for no code, 1006 for no close frame.</summary>
internal sealed record PeerClosure(int Code, string Reason);
