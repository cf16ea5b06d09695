using Sockeye.Protocol;

namespace Sockeye.Sending;

/// <summary>
/// A message written piece by piece: each write becomes one or more fragments. Only <see cref="CompleteAsync"/> ends it: disposal
/// does not, because what an exception cuts short must not look whole to the peer. Not safe for concurrent use; the connection's
/// other messages wait for the end.
/// </summary>
/// <param name="outbound">Where to; the turn to stream is taken.</param>
/// <param name="type">Text or binary.</param>
/// <param name="compressor">The connection's compressor; null to send the message as it is.</param>
internal sealed class OutboundMessageStream(Outbound outbound, MessageType type, MessageCompressor? compressor) : WriteOnlyStream
{
    private readonly PooledBufferWriter? _compressed = compressor is null ? null : new PooledBufferWriter();
    private Opcode _opcode = (Opcode)type;
    private bool _ended;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        cancellationToken.ThrowIfCancellationRequested();
        return WriteAsync(buffer, endOfMessage: false);
    }

    /// <summary>Writes a piece, which may be the last.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, bool endOfMessage)
    {
        _ended |= endOfMessage;
        return _compressed is null ? WritePlainAsync(buffer, endOfMessage) : WriteCompressedAsync(buffer, endOfMessage);
    }

    /// <summary>Ends the message.</summary>
    public ValueTask CompleteAsync() => _ended ? default : WriteAsync(default, endOfMessage: true);

    private async ValueTask WritePlainAsync(ReadOnlyMemory<byte> buffer, bool endOfMessage)
    {
        while (buffer.Length > Outbound.ChunkSize)
        {
            await SendAsync(buffer[..Outbound.ChunkSize], fin: false).ConfigureAwait(false);
            buffer = buffer[Outbound.ChunkSize..];
        }
        if (endOfMessage || !buffer.IsEmpty)
            await SendAsync(buffer, endOfMessage).ConfigureAwait(false);
    }

    private async ValueTask WriteCompressedAsync(ReadOnlyMemory<byte> buffer, bool endOfMessage)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                var piece = buffer[..Math.Min(buffer.Length, Outbound.ChunkSize)];
                buffer = buffer[piece.Length..];
                compressor!.Compress(piece.Span, endOfMessage: false, _compressed!);
                if (_compressed!.Written.Length >= Outbound.ChunkSize / 4)
                    await SendCompressedAsync(fin: false).ConfigureAwait(false);
            }
            if (!endOfMessage)
                return;
            compressor!.Compress(default, endOfMessage: true, _compressed!);
            await SendCompressedAsync(fin: true).ConfigureAwait(false);
        }
        finally
        {
            if (endOfMessage)
                _compressed!.Clear();
        }
    }

    private async ValueTask SendCompressedAsync(bool fin)
    {
        var rest = _compressed!.Written;
        while (rest.Length > Outbound.ChunkSize)
        {
            await SendAsync(rest[..Outbound.ChunkSize], fin: false).ConfigureAwait(false);
            rest = rest[Outbound.ChunkSize..];
        }
        await SendAsync(rest, fin).ConfigureAwait(false);
        _compressed.Clear();
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> payload, bool fin)
    {
        var opcode = _opcode;
        _opcode = Opcode.Continuation;
        // RFC 7692 section 6.1: RSV1 marks the first frame of a compressed message.
        var compressed = _compressed is not null && opcode != Opcode.Continuation;
        return outbound.WriteFragmentAsync(opcode, fin, compressed, payload);
    }
}
