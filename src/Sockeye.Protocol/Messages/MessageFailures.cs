namespace Sockeye.Protocol;

/// <summary>What a peer can do wrong in a sequence of frames and in a message.</summary>
internal static class MessageFailures
{
    public static readonly ProtocolFailure NothingToContinue =
        new(CloseCode.ProtocolError, "RFC 6455 section 5.4", "a continuation frame without a message to continue");

    public static readonly ProtocolFailure MessageNotFinished =
        new(CloseCode.ProtocolError, "RFC 6455 section 5.4", "a new message begins before the last one has ended");

    public static readonly ProtocolFailure NotUtf8 =
        new(CloseCode.InvalidPayloadData, "RFC 6455 section 8.1", "a text message is not UTF-8");

    public static readonly ProtocolFailure NotDeflate =
        new(CloseCode.InvalidPayloadData, "RFC 7692 section 7.2.2", "a compressed message does not inflate");

    public static ProtocolFailure TooBig(long limit) =>
        new(CloseCode.MessageTooBig, "RFC 6455 section 10.4", $"a message is larger than the limit of {limit} bytes");

    public static ProtocolFailure TooManyFrames(int limit) =>
        new(CloseCode.PolicyViolation, "RFC 6455 section 10.4", $"a message has more than {limit} frames");
}
