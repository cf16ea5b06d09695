using System.Runtime.CompilerServices;
using Sockeye.Protocol;

namespace Sockeye.Adapters;

/// <summary>
/// Runs through what a connection receives in pieces as small as the caller's buffers. A part is given back as soon as it is copied, so
/// that pings are answered while the caller works on what it got. For one reader at a time.
/// </summary>
internal sealed class ReceivedParts(WebSocketConnection connection)
{
    private MessagePart _part;
    private ReadOnlyMemory<byte> _rest;
    private bool _hasPart;
    private int _inUse;
    private volatile bool _ended;

    /// <summary>The type of the message at hand.</summary>
    public MessageType Type => _part.Type;

    /// <summary>Whether <see cref="Copy"/> has reached the end of a message.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Begins a read; false when one is under way.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _inUse, 1) == 0;

    /// <summary>Ends the read that <see cref="TryBegin"/> began.</summary>
    public void Finish()
    {
        Interlocked.Exchange(ref _inUse, 0);
        if (_ended)
            End();
    }

    /// <summary>Nobody will read any more: what is left of the part at hand is given back, by the read under way if there is one.</summary>
    public void End()
    {
        _ended = true;
        if (!TryBegin())
            return;
        Skip();
        Interlocked.Exchange(ref _inUse, 0);
    }

    /// <summary>Waits for bytes, or for the end of a message; false when no message will follow.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is lost.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        while (!_hasPart || (_rest.IsEmpty && !_part.IsEnd))
        {
            _hasPart = false;
            var part = await connection.ReceivePartAsync(cancellationToken).ConfigureAwait(false);
            if (part.Kind == PartKind.Data)
                (_part, _rest, _hasPart) = (part, part.Payload, true);
            else if (connection.HasReceivedAll)
                return false;
        }
        return true;
    }

    /// <summary>Copies what fits of what <see cref="MoveNextAsync"/> found.</summary>
    public int Copy(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, _rest.Length);
        _rest.Span[..count].CopyTo(destination);
        _rest = _rest[count..];
        IsAtEnd = _rest.IsEmpty && _part.IsEnd;
        if (_rest.IsEmpty)
            Skip();
        return count;
    }

    /// <summary>Gives up what is left of the part at hand.</summary>
    public void Skip()
    {
        _rest = default;
        if (!_hasPart)
            return;
        _hasPart = false;
        connection.ReleaseReceived();
    }
}
