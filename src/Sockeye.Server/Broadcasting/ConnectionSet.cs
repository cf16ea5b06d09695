using System.Collections;
using Sockeye.Broadcasting;

namespace Sockeye;

/// <summary>
/// Live connections, to walk over and to broadcast to: all of a server's (<see cref="ConnectionRegistry"/>) or those of a path
/// (<see cref="ConnectionRegistry.OnPath"/>). Always current; a walk and a broadcast each see the connections of the moment they
/// began. Safe for concurrent use; no lock is held while a message is sent.
/// </summary>
public abstract class ConnectionSet : IReadOnlyCollection<WebSocketConnection>
{
    private protected ConnectionSet()
    {
    }

    /// <summary>How many connections there are now.</summary>
    public abstract int Count { get; }

    internal abstract ConnectionSnapshot Snapshot();

    /// <inheritdoc cref="Broadcast(PreparedMessage, Func{WebSocketConnection, bool})"/>
    /// <param name="text">The text; encoded once for all receivers.</param>
    /// <param name="where">Which connections to send to; null for all. Called once for each.</param>
    public BroadcastResult Broadcast(string text, Func<WebSocketConnection, bool>? where = null) =>
        Broadcast(new PreparedMessage(text), where);

    /// <inheritdoc cref="Broadcast(PreparedMessage, Func{WebSocketConnection, bool})"/>
    /// <param name="payload">The payload, copied; for text, valid UTF-8.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="where">Which connections to send to; null for all. Called once for each.</param>
    public BroadcastResult Broadcast(
        ReadOnlySpan<byte> payload, MessageType type = MessageType.Binary, Func<WebSocketConnection, bool>? where = null) =>
        Broadcast(new PreparedMessage(payload, type), where);

    /// <inheritdoc cref="Broadcast(PreparedMessage, Func{WebSocketConnection, bool})"/>
    /// <param name="message">A received message, copied; still valid for the length of this call.</param>
    /// <param name="where">Which connections to send to; null for all. Called once for each.</param>
    public BroadcastResult Broadcast(WebSocketMessage message, Func<WebSocketConnection, bool>? where = null) =>
        Broadcast(new PreparedMessage(message), where);

    /// <summary>
    /// Sends one message to many connections without waiting for any of them: encoded once, queued on each, in the order of each
    /// connection's sends. A connection whose outbound queue is full is treated by its
    /// <see cref="WebSocketConnectionOptions.SlowConsumerPolicy"/>; with <see cref="SlowConsumerPolicy.Wait"/> it goes without
    /// this message here (counted as dropped): use
    /// <see cref="BroadcastAsync(PreparedMessage, Func{WebSocketConnection, bool}, CancellationToken)"/>.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="where">Which connections to send to; null for all. Called once for each.</param>
    /// <returns>What became of it, by number of connections.</returns>
    public BroadcastResult Broadcast(PreparedMessage message, Func<WebSocketConnection, bool>? where = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        var result = default(BroadcastResult);
        using var snapshot = Snapshot();
        foreach (var connection in snapshot.Connections)
        {
            if (where is null || where(connection))
                result = result.Plus(Offer(connection, message));
        }

        return result;
    }

    /// <inheritdoc cref="BroadcastAsync(PreparedMessage, Func{WebSocketConnection, bool}, CancellationToken)"/>
    /// <param name="text">The text; encoded once for all receivers.</param>
    /// <param name="where">Which connections to send to; null for all. Called once for each.</param>
    /// <param name="cancellationToken">Ends the wait for connections that have no room.</param>
    public ValueTask<BroadcastResult> BroadcastAsync(
        string text, Func<WebSocketConnection, bool>? where = null, CancellationToken cancellationToken = default) =>
        BroadcastAsync(new PreparedMessage(text), where, cancellationToken);

    /// <summary>
    /// Sends one message to many connections as <see cref="Broadcast(PreparedMessage, Func{WebSocketConnection, bool})"/> does,
    /// and waits for room on those whose policy is <see cref="SlowConsumerPolicy.Wait"/>: on all of them at once, so that the
    /// slowest sets the pace of the caller but holds up no other receiver.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="where">Which connections to send to; null for all. Called once for each.</param>
    /// <param name="cancellationToken">Ends the wait for connections without room; the others have the message by then.</param>
    /// <returns>What became of it, by number of connections.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled while waiting.</exception>
    public async ValueTask<BroadcastResult> BroadcastAsync(
        PreparedMessage message, Func<WebSocketConnection, bool>? where = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        var result = default(BroadcastResult);
        List<Task<SendResult>>? waiting = null;
        using (var snapshot = Snapshot())
        {
            foreach (var connection in snapshot.Connections)
            {
                if (where is not null && !where(connection))
                    continue;
                var sent = Offer(connection, message);
                if (sent == SendResult.Full && connection.SlowConsumerPolicy == SlowConsumerPolicy.Wait)
                    (waiting ??= []).Add(WaitAndSendAsync(connection, message, cancellationToken));
                else
                    result = result.Plus(sent);
            }
        }

        if (waiting is null)
            return result;
        foreach (var sent in await Task.WhenAll(waiting).ConfigureAwait(false))
            result = result.Plus(sent);
        return result;
    }

    /// <summary>
    /// Walks over the connections of this moment; those that come later are not seen, those that left still are.
    /// </summary>
    public IEnumerator<WebSocketConnection> GetEnumerator()
    {
        using var snapshot = Snapshot();
        for (var i = 0; i < snapshot.Count; i++)
            yield return snapshot.Connections[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Full only where the connection goes without the message: a policy that closes it has done so.</summary>
    private static SendResult Offer(WebSocketConnection connection, PreparedMessage message)
    {
        var result = connection.Offer(message);
        return result == SendResult.Full
            && connection.SlowConsumerPolicy is SlowConsumerPolicy.CloseTryAgainLater or SlowConsumerPolicy.ClosePolicyViolation
            ? SendResult.Closed
            : result;
    }

    private static async Task<SendResult> WaitAndSendAsync(
        WebSocketConnection connection, PreparedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await connection.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return SendResult.Queued;
        }
        catch (WebSocketClosedException)
        {
            return SendResult.Closed;
        }
    }
}
