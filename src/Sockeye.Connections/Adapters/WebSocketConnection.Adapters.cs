using System.Net.WebSockets;
using Sockeye.Adapters;
using Sockeye.Protocol;
using Sockeye.Sending;

namespace Sockeye;

/// <content>The connection as what other code knows: a <see cref="WebSocket"/>, a <see cref="Stream"/>.</content>
public sealed partial class WebSocketConnection
{
    /// <summary>
    /// This connection as a <see cref="WebSocket"/>, for code that wants one. One receive and one send at a time, as that class asks.
    /// Receive through it or through the connection, not through both, and ask for it once. What differs from the runtime's own:
    /// a peer's close frame is answered at once, with its own code; cancelling a receive leaves the connection open; a half-closed
    /// connection lives for <see cref="WebSocketConnectionOptions.CloseTimeout"/>; and the connection's limits and heartbeats hold.
    /// </summary>
    public WebSocket AsWebSocket() => new ConnectionWebSocket(this);

    /// <summary>
    /// This connection as a stream in both directions, for protocols of bytes. Reading runs through the payloads of the messages, whatever
    /// their type, and returns 0 once the peer has closed; each write is a message of its own. Disposing it closes with 1000.
    /// Asynchronous only. Receive through it or through the connection, not through both, and ask for it once.
    /// </summary>
    /// <param name="type">The type of the messages that writes become. Default binary. Write valid UTF-8 into text: it is not checked.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is neither text nor binary.</exception>
    public Stream AsStream(MessageType type = MessageType.Binary) => new ConnectionStream(this, Checked(type));

    /// <summary>What the peer's close frame said; null while none has come.</summary>
    internal (CloseCode Code, string Reason)? PeerClose
    {
        get
        {
            lock (_gate)
                return _closing.IsReceived ? _inbound.PeerClose : null;
        }
    }

    /// <summary>Whether this end began the closing handshake.</summary>
    internal bool BeganClosing
    {
        get
        {
            lock (_gate)
                return _closing is { IsSent: true, PeerBegan: false };
        }
    }

    /// <summary>Whether no message will come any more.</summary>
    internal bool HasReceivedAll => _inbound.HasEnded;

    /// <summary>What broke the connection so far, when an exception did.</summary>
    internal Exception? Error
    {
        get
        {
            lock (_gate)
                return _error;
        }
    }

    /// <summary>Sends the close frame, and goes on receiving as before until the peer's comes or the close time-out is over.</summary>
    internal void CloseOutput(CloseCode code, string reason)
    {
        CloseFrame.Validate(code, reason);
        BeginClosing(code, reason, flushWaiting: true, goOnReceiving: true);
    }

    /// <summary>Nobody will receive any more; what comes before the peer's close frame is dropped.</summary>
    internal void DropUnread() => _inbound.BeginClosing();

    /// <summary>Begins a message of fragments, compressed or not whatever was negotiated.</summary>
    internal async ValueTask<OutboundMessageStream> BeginMessageAsync(MessageType type, bool compress, CancellationToken cancellationToken)
    {
        await _outbound.BeginStreamAsync(cancellationToken).ConfigureAwait(false);
        return new OutboundMessageStream(_outbound, type, compress ? _outbound.StreamCompressor : null);
    }
}
