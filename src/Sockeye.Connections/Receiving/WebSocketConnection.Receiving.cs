using Sockeye.Heartbeat;
using Sockeye.Protocol;
using Sockeye.Receiving;

namespace Sockeye;

/// <content>Receiving messages, and what control frames do.</content>
public sealed partial class WebSocketConnection
{
    private ControlFrameBudget _controlFrames;

    /// <summary>
    /// The next message, or null when the connection has ended, whoever ended it. The message is valid until the next receive, even when
    /// the connection ends before.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the connection goes on and no message is lost.</param>
    /// <exception cref="InvalidOperationException">
    /// Another receive is under way, <see cref="MessageReceived"/> has handlers, or a message is being read as a stream.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public ValueTask<WebSocketMessage?> ReceiveAsync(CancellationToken cancellationToken = default) =>
        _inbound.ReceiveAsync(cancellationToken);

    /// <summary>
    /// All messages until the connection ends, for <c>await foreach</c>. Each is valid until the next turn of the loop.
    /// </summary>
    /// <param name="cancellationToken">Ends the loop with an exception; the connection goes on.</param>
    /// <exception cref="InvalidOperationException">As for <see cref="ReceiveAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public IAsyncEnumerable<WebSocketMessage> ReadAllAsync(CancellationToken cancellationToken = default) =>
        new MessageEnumerable(_inbound, cancellationToken);

    /// <summary>
    /// The next message as a stream that is read while it arrives, never held whole, or null when the connection has ended. Messages
    /// read so are held to <see cref="WebSocketConnectionOptions.MaxMessageSize"/> too.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">As for <see cref="ReceiveAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public async ValueTask<WebSocketMessageStream?> ReceiveStreamAsync(CancellationToken cancellationToken = default)
    {
        var first = await _inbound.ReceivePartAsync(cancellationToken).ConfigureAwait(false);
        return first.Kind == PartKind.Data ? new InboundMessageStream(_inbound, first) : null;
    }

    internal ValueTask<MessagePart> ReceivePartAsync(CancellationToken cancellationToken) => _inbound.ReceivePartAsync(cancellationToken);

    /// <summary>The wire delivered a control frame or a failure.</summary>
    internal void ControlReceived(in MessagePart part, MessageReader reader)
    {
        if (part.Kind == PartKind.Failed)
        {
            FailConnection(reader.Failure!);
            return;
        }
        if (!_controlFrames.Take(_time.GetElapsedTime(0), _options.MaxControlFramesPerSecond))
        {
            FailConnection(new ProtocolFailure(CloseCode.PolicyViolation, "RFC 6455 section 10.4",
                $"more than {_options.MaxControlFramesPerSecond} control frames in a second"));
            return;
        }
        switch (part.Kind)
        {
            case PartKind.Ping:
                // RFC 6455 section 5.5.3: a pong carries the ping's payload.
                _outbound.SendControl(Opcode.Pong, part.Payload.Span);
                break;
            case PartKind.Pong:
                _pings.Answered(part.Payload.Span);
                break;
            case PartKind.Close:
                CloseReceived(reader.CloseCode, reader.CloseReason);
                break;
        }
    }

    /// <summary>The handlers of a message have finished.</summary>
    internal void HandlersFinished() => _inbound.HandlersFinished();

    /// <summary>A handler of the application's threw.</summary>
    internal void HandlerFailed(Exception error)
    {
        if (!SaysThatItEnded(error))
            Fail(error);
    }
}
