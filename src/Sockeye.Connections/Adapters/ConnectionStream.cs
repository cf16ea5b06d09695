namespace Sockeye.Adapters;

/// <summary>A connection as a stream of bytes in both directions. See <see cref="WebSocketConnection.AsStream"/>.</summary>
internal sealed class ConnectionStream(WebSocketConnection connection, MessageType type) : Stream
{
    private readonly ReceivedParts _received = new(connection);
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override bool CanWrite => !_disposed;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits for bytes; with an empty buffer, until there are some. 0 otherwise says that the peer, or this end, has closed.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_received.TryBegin())
            throw new InvalidOperationException("Another read is under way; a stream has one at a time.");
        try
        {
            while (await _received.MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                // The end of an empty message, or of one that was read exactly, is no byte.
                var count = _received.Copy(buffer.Span);
                if (count > 0 || (buffer.IsEmpty && !_received.IsAtEnd))
                    return count;
            }
        }
        finally
        {
            _received.Finish();
        }
        // Half a conversation must not look like all of it.
        if (connection.PeerClose is null && !connection.BeganClosing)
            throw new EndOfStreamException("The connection ended without a close frame.", connection.Error);
        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends the bytes as a message; none when there are none.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return buffer.IsEmpty ? default : connection.SendAsync(buffer, type, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: a write has gone out, or waits for nothing but the peer.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Use ReadAsync: a WebSocket is never read synchronously.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Use WriteAsync: a WebSocket is never written to synchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        // The closing handshake goes on by itself.
        if (disposing)
            _ = CloseAsync();
        base.Dispose(disposing);
    }

    private Task<WebSocketClosure> CloseAsync()
    {
        _disposed = true;
        _received.End();
        return connection.CloseAsync(CloseCode.NormalClosure);
    }
}
