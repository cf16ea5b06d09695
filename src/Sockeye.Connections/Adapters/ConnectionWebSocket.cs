using System.Net.WebSockets;

namespace Sockeye.Adapters;

/// <summary>A connection as a <see cref="WebSocket"/>: its state and its end. See <see cref="WebSocketConnection.AsWebSocket"/>.</summary>
internal sealed partial class ConnectionWebSocket(WebSocketConnection connection) : WebSocket
{
    private volatile bool _closeSent;
    // After CloseAsync or Dispose only the peer's close frame matters.
    private volatile bool _dropping;
    private volatile bool _aborted;
    private volatile bool _disposed;

    public override string? SubProtocol => connection.Subprotocol;

    public override WebSocketCloseStatus? CloseStatus => (WebSocketCloseStatus?)(int?)connection.PeerClose?.Code;

    public override string? CloseStatusDescription => connection.PeerClose?.Reason;

    public override WebSocketState State
    {
        get
        {
            if (_aborted)
                return WebSocketState.Aborted;
            if (_disposed)
                return WebSocketState.Closed;
            var received = connection.PeerClose is not null;
            if (!received && connection.State == ConnectionState.Closed)
                return WebSocketState.Aborted;
            var sent = _closeSent || connection.BeganClosing;
            return (sent, received) switch
            {
                (true, true) => WebSocketState.Closed,
                (true, false) => WebSocketState.CloseSent,
                (false, true) => WebSocketState.CloseReceived,
                _ => WebSocketState.Open,
            };
        }
    }

    public override async Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        ThrowUnless(WebSocketState.Open, WebSocketState.CloseReceived, WebSocketState.CloseSent);
        cancellationToken.ThrowIfCancellationRequested();
        var closing = connection.CloseAsync((CloseCode)closeStatus, statusDescription);
        _closeSent = true;
        // Data that still come are nobody's; they would only keep the peer's close frame away.
        _dropping = true;
        connection.DropUnread();
        try
        {
            var closure = await closing.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!closure.WasClean && connection.PeerClose is null)
                throw Broken();
        }
        catch (OperationCanceledException)
        {
            Abort();
            throw;
        }
    }

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        ThrowUnless(WebSocketState.Open, WebSocketState.CloseReceived);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        connection.CloseOutput((CloseCode)closeStatus, statusDescription ?? "");
        _closeSent = true;
        return Task.CompletedTask;
    }

    public override void Abort()
    {
        if (State == WebSocketState.Closed)
            return;
        _aborted = true;
        connection.Abort();
    }

    public override void Dispose()
    {
        // An open connection is dropped; one that is closing goes on to, by itself, within its time-out.
        if (State == WebSocketState.Open)
            Abort();
        else
            connection.DropUnread();
        _received.End();
        _disposed = true;
    }

    private WebSocketException Broken() => connection.Error is WebSocketProtocolException broken
        ? new WebSocketException(WebSocketError.Faulted, broken.Message, broken)
        : new WebSocketException(WebSocketError.ConnectionClosedPrematurely, connection.Error);

    private void ThrowUnless(params ReadOnlySpan<WebSocketState> allowed)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var state = State;
        if (!allowed.Contains(state))
        {
            throw new WebSocketException(WebSocketError.InvalidState,
                $"The WebSocket is {state}; this needs it to be {string.Join(" or ", allowed.ToArray())}.");
        }
    }
}
