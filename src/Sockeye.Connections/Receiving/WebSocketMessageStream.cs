namespace Sockeye;

/// <summary>
/// A received message read as it arrives, without holding it whole. Reading returns 0 at the message's end. Dispose it before the
/// next receive; what was not read is then skipped. Not safe for concurrent use.
/// </summary>
public abstract class WebSocketMessageStream : Stream
{
    private protected WebSocketMessageStream(MessageType type) => Type = type;

    /// <summary>Text or binary; text is checked to be UTF-8 as it arrives.</summary>
    public MessageType Type { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Not supported: a message that is still arriving has no known length.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Does nothing.</summary>
    public override void Flush()
    {
    }

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported: use <see cref="Stream.ReadAsync(Memory{byte}, CancellationToken)"/>.</summary>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Use ReadAsync: a WebSocket is never read synchronously.");

    /// <summary>Reads what has arrived, waiting for the first of it; 0 at the message's end.</summary>
    /// <exception cref="EndOfStreamException">The connection ended before the message did.</exception>
    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
