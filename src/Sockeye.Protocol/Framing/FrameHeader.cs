using System.Buffers.Binary;

namespace Sockeye.Protocol;

/// <summary>
/// A frame's header (RFC 6455 section 5.2):
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-------+-+-------------+-------------------------------+
/// |F|R|R|R| opcode|M|  length: 7  |  length: 16, if length is 126 |
/// |I|S|S|S|  (4)  |A|    bits     |          64, if length is 127 |
/// |N|1|2|3|       |S|             |                               |
/// +-+-+-+-+-------+-+-------------+ - - - - - - - - - - - - - - - +
/// |       masking key: 32 bits, if MASK is 1                      |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
internal readonly struct FrameHeader(byte first, long payloadLength, bool isMasked, uint maskingKey)
{
    /// <summary>The longest header: two bytes, a 64-bit length and a key.</summary>
    public const int MaxSize = 14;

    /// <summary>The longest payload of a control frame (RFC 6455 section 5.5).</summary>
    public const int MaxControlPayload = 125;

    private const byte FinBit = 0x80;
    private const byte Rsv1Bit = 0x40;
    private const byte Rsv2And3Bits = 0x30;
    private const byte OpcodeBits = 0x0F;
    private const byte MaskBit = 0x80;
    private const byte LengthBits = 0x7F;
    private const byte Length16 = 126;
    private const byte Length64 = 127;

    private readonly byte _first = first;

    public bool Fin => (_first & FinBit) != 0;

    public bool Rsv1 => (_first & Rsv1Bit) != 0;

    public Opcode Opcode => (Opcode)(_first & OpcodeBits);

    public bool IsControl => (_first & 0x08) != 0;

    public long PayloadLength { get; } = payloadLength;

    public bool IsMasked { get; } = isMasked;

    /// <summary>The key as a little-endian number: its lowest byte masks the payload's first.</summary>
    public uint MaskingKey { get; } = maskingKey;

    /// <summary>
    /// Reads a header, and refuses what no peer may send as soon as the byte that shows it is there.
    /// </summary>
    /// <param name="source">Bytes from the start of a frame; may end anywhere.</param>
    /// <param name="role">This end; its peer masks or does not.</param>
    /// <param name="compressionNegotiated">Whether RSV1 has a meaning (RFC 7692 section 6).</param>
    /// <param name="header">The header, when the result is positive.</param>
    /// <param name="failure">What the peer did wrong, when the result is negative.</param>
    /// <returns>The header's size in bytes; 0 when more bytes are needed; -1 on a failure.</returns>
    public static int Read(
        ReadOnlySpan<byte> source, Role role, bool compressionNegotiated, out FrameHeader header, out ProtocolFailure? failure)
    {
        header = default;
        failure = null;
        if (source.IsEmpty)
            return 0;
        var first = source[0];
        failure = CheckFirst(first, compressionNegotiated);
        if (failure is not null)
            return -1;
        if (source.Length < 2)
            return 0;
        var second = source[1];
        failure = CheckSecond(first, second, role);
        if (failure is not null)
            return -1;

        var size = 2;
        long length = second & LengthBits;
        if (length >= Length16)
        {
            size = length == Length16 ? 4 : 10;
            if (source.Length < size)
                return 0;
            length = size == 4
                ? BinaryPrimitives.ReadUInt16BigEndian(source[2..])
                : BinaryPrimitives.ReadInt64BigEndian(source[2..]);
            failure = CheckLength(length, size);
            if (failure is not null)
                return -1;
        }

        uint key = 0;
        var masked = (second & MaskBit) != 0;
        if (masked)
        {
            if (source.Length < size + 4)
                return 0;
            key = BinaryPrimitives.ReadUInt32LittleEndian(source[size..]);
            size += 4;
        }
        header = new FrameHeader(first, length, masked, key);
        return size;
    }

    /// <summary>How many bytes <see cref="Write"/> needs.</summary>
    public static int SizeOf(long payloadLength, bool masked) =>
        (payloadLength < Length16 ? 2 : payloadLength <= ushort.MaxValue ? 4 : 10) + (masked ? 4 : 0);

    /// <summary>Writes a header in its shortest form and returns its size; <paramref name="destination"/> has room for it.</summary>
    public static int Write(
        Span<byte> destination, Opcode opcode, bool fin, bool rsv1, long payloadLength, uint? maskingKey)
    {
        destination[0] = (byte)((fin ? FinBit : 0) | (rsv1 ? Rsv1Bit : 0) | (byte)opcode);
        var mask = maskingKey is null ? 0 : MaskBit;
        var size = 2;
        if (payloadLength < Length16)
        {
            destination[1] = (byte)(mask | (int)payloadLength);
        }
        else if (payloadLength <= ushort.MaxValue)
        {
            destination[1] = (byte)(mask | Length16);
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
            size = 4;
        }
        else
        {
            destination[1] = (byte)(mask | Length64);
            BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadLength);
            size = 10;
        }
        if (maskingKey is { } key)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[size..], key);
            size += 4;
        }
        return size;
    }

    private static ProtocolFailure? CheckFirst(byte first, bool compressionNegotiated)
    {
        // RFC 6455 section 5.2: a reserved bit without an extension that defines it fails the connection.
        if ((first & Rsv2And3Bits) != 0)
            return FrameFailures.ReservedBit;
        var opcode = (Opcode)(first & OpcodeBits);
        if (opcode is > Opcode.Binary and < Opcode.Close or > Opcode.Pong)
            return FrameFailures.ReservedOpcode;
        if ((first & Rsv1Bit) != 0)
        {
            if (!compressionNegotiated)
                return FrameFailures.ReservedBit;
            // RFC 7692 section 6.1: RSV1 belongs to the first frame of a data message.
            if (opcode is not (Opcode.Text or Opcode.Binary))
                return FrameFailures.CompressedControlOrContinuation;
        }
        // RFC 6455 section 5.5: a control frame is never fragmented.
        return opcode >= Opcode.Close && (first & FinBit) == 0 ? FrameFailures.FragmentedControl : null;
    }

    private static ProtocolFailure? CheckSecond(byte first, byte second, Role role)
    {
        // RFC 6455 section 5.1: a client masks every frame, a server none.
        var masked = (second & MaskBit) != 0;
        if (masked != (role == Role.Server))
            return role == Role.Server ? FrameFailures.NotMasked : FrameFailures.Masked;
        // RFC 6455 section 5.5: a control frame's payload is at most 125 bytes.
        return (first & 0x08) != 0 && (second & LengthBits) > MaxControlPayload ? FrameFailures.LongControl : null;
    }

    private static ProtocolFailure? CheckLength(long length, int size)
    {
        // RFC 6455 section 5.2: the most significant bit of a 64-bit length is 0.
        if (length < 0)
            return FrameFailures.NegativeLength;
        // RFC 6455 section 5.2: the shortest form is the only one.
        return length < Length16 || (size == 10 && length <= ushort.MaxValue) ? FrameFailures.LongForm : null;
    }
}
