using Sockeye.Protocol;

namespace Sockeye.Receiving;

/// <summary>Reads one message part by part; the part at hand stays where the wire put it until it is read.</summary>
internal sealed class InboundMessageStream(Inbound inbound, MessagePart first) : WebSocketMessageStream(first.Type)
{
    private ReadOnlyMemory<byte> _rest = first.Payload;
    private bool _last = first.IsEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_rest.IsEmpty)
        {
            if (_last)
                return 0;
            if (!await TryNextPartAsync(cancellationToken).ConfigureAwait(false))
                throw new EndOfStreamException("The connection ended before the message did.");
        }
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        while (!_last)
            await TryNextPartAsync(CancellationToken.None).ConfigureAwait(false);
        _rest = default;
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // False: the connection ended, or closed and did not wait for the reader.
    private async ValueTask<bool> TryNextPartAsync(CancellationToken cancellationToken)
    {
        var part = await inbound.ReceivePartAsync(cancellationToken).ConfigureAwait(false);
        _rest = part.Payload;
        _last = part.IsEnd || part.Kind != PartKind.Data;
        return part.Kind == PartKind.Data;
    }
}
