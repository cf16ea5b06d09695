using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Sockeye.Protocol;

/// <summary>
/// The payload of a close frame (RFC 6455 section 5.5.1): nothing, or a 16-bit code in network order and a reason in UTF-8.
/// </summary>
internal static class CloseFrame
{
    /// <summary>The longest reason in bytes: a control frame's payload less the code.</summary>
    public const int MaxReasonBytes = FrameHeader.MaxControlPayload - 2;

    /// <summary>Whether an endpoint may put the code on the wire (RFC 6455 section 7.4 and the registry).</summary>
    public static bool IsSendable(CloseCode code) => (ushort)code switch
    {
        >= 1000 and <= 1003 => true,
        >= 1007 and <= 1014 => true,
        >= 3000 and <= 4999 => true,
        _ => false,
    };

    /// <summary>Reads a received payload; false with a failure when the peer broke a rule.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out CloseCode code, out string reason, out ProtocolFailure? failure)
    {
        code = CloseCode.NoStatusReceived;
        reason = "";
        failure = null;
        if (payload.IsEmpty)
            return true;
        // RFC 6455 section 5.5.1: if there is a body, its first two bytes are a code.
        if (payload.Length == 1)
        {
            failure = CloseFailures.HalfCode;
            return false;
        }
        code = (CloseCode)BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!IsSendable(code))
            failure = CloseFailures.ForbiddenCode;
        else if (!Utf8.IsValid(payload[2..]))
            failure = CloseFailures.ReasonNotUtf8;
        else
            reason = Encoding.UTF8.GetString(payload[2..]);
        return failure is null;
    }

    /// <summary>Writes a payload and returns its length; the code is sendable or <see cref="CloseCode.NoStatusReceived"/> for none.</summary>
    public static int Write(Span<byte> destination, CloseCode code, string reason)
    {
        if (code == CloseCode.NoStatusReceived)
            return 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)code);
        return 2 + Encoding.UTF8.GetBytes(reason, destination[2..]);
    }

    /// <summary>Checks what a caller asks to send.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A code that never goes on the wire, or is not assigned.</exception>
    /// <exception cref="ArgumentException">A reason of more than 123 bytes, or a reason without a code.</exception>
    public static void Validate(CloseCode code, string reason)
    {
        if (code == CloseCode.NoStatusReceived)
        {
            if (reason.Length != 0)
                throw new ArgumentException("A close frame has no reason without a code (RFC 6455 section 5.5.1).", nameof(reason));
            return;
        }
        if (!IsSendable(code))
        {
            throw new ArgumentOutOfRangeException(nameof(code), (ushort)code,
                "Send 1000 to 1003, 1007 to 1014, or 3000 to 4999 (RFC 6455 section 7.4); others are never on the wire.");
        }
        if (Encoding.UTF8.GetByteCount(reason) > MaxReasonBytes)
            throw new ArgumentException($"A close reason has at most {MaxReasonBytes} bytes of UTF-8.", nameof(reason));
    }

    /// <summary>A reason cut at a character so that it fits.</summary>
    public static string Fit(string reason)
    {
        if (Encoding.UTF8.GetByteCount(reason) <= MaxReasonBytes)
            return reason;
        Span<byte> bytes = stackalloc byte[MaxReasonBytes];
        Utf8.FromUtf16(reason, bytes, out var read, out _);
        return reason[..read];
    }
}

/// <summary>What a peer can do wrong in a close frame.</summary>
internal static class CloseFailures
{
    public static readonly ProtocolFailure HalfCode =
        new(CloseCode.ProtocolError, "RFC 6455 section 5.5.1", "a close frame's payload is one byte, half a code");

    public static readonly ProtocolFailure ForbiddenCode =
        new(CloseCode.ProtocolError, "RFC 6455 section 7.4", "a close frame carries a code that is reserved or not assigned");

    public static readonly ProtocolFailure ReasonNotUtf8 =
        new(CloseCode.InvalidPayloadData, "RFC 6455 section 5.5.1", "a close frame's reason is not UTF-8");
}
