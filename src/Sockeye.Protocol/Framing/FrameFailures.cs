using static Sockeye.CloseCode;

namespace Sockeye.Protocol;

/// <summary>What a peer can do wrong in a frame's header.</summary>
internal static class FrameFailures
{
    public static readonly ProtocolFailure ReservedBit =
        new(ProtocolError, "RFC 6455 section 5.2", "a reserved bit is set that no negotiated extension defines");

    public static readonly ProtocolFailure ReservedOpcode =
        new(ProtocolError, "RFC 6455 section 5.2", "the opcode is reserved");

    public static readonly ProtocolFailure CompressedControlOrContinuation =
        new(ProtocolError, "RFC 7692 section 6.1", "RSV1 is set on a control or continuation frame");

    public static readonly ProtocolFailure FragmentedControl =
        new(ProtocolError, "RFC 6455 section 5.5", "a control frame is fragmented");

    public static readonly ProtocolFailure LongControl =
        new(ProtocolError, "RFC 6455 section 5.5", "a control frame is longer than 125 bytes");

    public static readonly ProtocolFailure NotMasked =
        new(ProtocolError, "RFC 6455 section 5.1", "a client's frame is not masked");

    public static readonly ProtocolFailure Masked =
        new(ProtocolError, "RFC 6455 section 5.1", "a server's frame is masked");

    public static readonly ProtocolFailure NegativeLength =
        new(ProtocolError, "RFC 6455 section 5.2", "the highest bit of a 64-bit length is set");

    public static readonly ProtocolFailure LongForm =
        new(ProtocolError, "RFC 6455 section 5.2", "a length is not in its shortest form");
}
