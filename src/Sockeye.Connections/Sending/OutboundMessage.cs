using System.Buffers;
using Sockeye.Protocol;

namespace Sockeye.Sending;

/// <summary>
/// A message on its way out: bytes of the caller's, valid until its send is over, or in an array of the queue's, or prepared for
/// many connections.
/// </summary>
internal readonly struct OutboundMessage
{
    private readonly byte[]? _rented;

    public OutboundMessage(MessageType type, ReadOnlyMemory<byte> payload)
    {
        Opcode = (Opcode)type;
        Payload = payload;
    }

    public OutboundMessage(PreparedMessage prepared)
        : this(prepared.Type, prepared.Payload) => Prepared = prepared;

    private OutboundMessage(Opcode opcode, byte[] rented, int length)
    {
        Opcode = opcode;
        _rented = rented;
        Payload = rented.AsMemory(0, length);
    }

    public Opcode Opcode { get; }

    public ReadOnlyMemory<byte> Payload { get; }

    public PreparedMessage? Prepared { get; }

    public int Length => Payload.Length;

    /// <summary>A message that may outlive the caller's send.</summary>
    public static OutboundMessage Copy(MessageType type, ReadOnlySpan<byte> payload)
    {
        var rented = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(rented);
        return new OutboundMessage((Opcode)type, rented, payload.Length);
    }

    /// <summary>This message, or a copy when its payload is the caller's.</summary>
    public OutboundMessage ToOwned() =>
        Prepared is not null || _rented is not null ? this : Copy((MessageType)Opcode, Payload.Span);

    /// <summary>Gives back what the queue rented.</summary>
    public void Release()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
