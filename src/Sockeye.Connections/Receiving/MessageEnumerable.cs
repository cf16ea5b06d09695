namespace Sockeye.Receiving;

/// <summary>The messages of a connection for <c>await foreach</c>, without a state machine of their own between wire and loop.</summary>
internal sealed class MessageEnumerable(Inbound inbound, CancellationToken cancellationToken) : IAsyncEnumerable<WebSocketMessage>
{
    public IAsyncEnumerator<WebSocketMessage> GetAsyncEnumerator(CancellationToken loopToken = default)
    {
        if (!cancellationToken.CanBeCanceled)
            return new Enumerator(inbound, null, loopToken);
        if (!loopToken.CanBeCanceled || loopToken == cancellationToken)
            return new Enumerator(inbound, null, cancellationToken);
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, loopToken);
        return new Enumerator(inbound, both, both.Token);
    }

    private sealed class Enumerator(Inbound inbound, CancellationTokenSource? linked, CancellationToken cancellationToken)
        : IAsyncEnumerator<WebSocketMessage>
    {
        public WebSocketMessage Current => inbound.Current;

        public ValueTask<bool> MoveNextAsync() => inbound.MoveNextAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            // Leaving the loop is being done with its message.
            inbound.Release();
            linked?.Dispose();
            return default;
        }
    }
}
