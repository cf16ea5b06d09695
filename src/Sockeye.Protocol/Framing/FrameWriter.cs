using System.Buffers;

namespace Sockeye.Protocol;

/// <summary>Writes frames (RFC 6455 section 5.2) to a buffer writer; masked when a key is given (section 5.3).</summary>
internal static class FrameWriter
{
    /// <summary>Writes a frame's header alone; its payload follows with <see cref="WritePayload"/>.</summary>
    public static void WriteHeader(
        IBufferWriter<byte> output, Opcode opcode, bool fin, bool rsv1, long payloadLength, uint? maskingKey)
    {
        var header = output.GetSpan(FrameHeader.MaxSize);
        output.Advance(FrameHeader.Write(header, opcode, fin, rsv1, payloadLength, maskingKey));
    }

    /// <summary>Writes a stretch of payload.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="payload">The stretch; not changed.</param>
    /// <param name="maskingKey">The key rotated to the stretch's first byte, or null.</param>
    public static void WritePayload(IBufferWriter<byte> output, ReadOnlySpan<byte> payload, uint? maskingKey)
    {
        if (maskingKey is not { } key)
        {
            output.Write(payload);
            return;
        }
        while (!payload.IsEmpty)
        {
            var span = output.GetSpan();
            var count = Math.Min(span.Length, payload.Length);
            payload[..count].CopyTo(span);
            Masking.Apply(span[..count], key);
            output.Advance(count);
            key = Masking.Rotate(key, count);
            payload = payload[count..];
        }
    }

    /// <summary>Writes a whole frame.</summary>
    public static void Write(
        IBufferWriter<byte> output, Opcode opcode, bool fin, bool rsv1, ReadOnlySpan<byte> payload, uint? maskingKey)
    {
        var size = FrameHeader.SizeOf(payload.Length, maskingKey is not null) + payload.Length;
        var span = output.GetSpan(FrameHeader.MaxSize);
        if (size > span.Length)
        {
            WriteHeader(output, opcode, fin, rsv1, payload.Length, maskingKey);
            WritePayload(output, payload, maskingKey);
            return;
        }
        // The usual case: header and payload in one piece of the writer's memory.
        var header = FrameHeader.Write(span, opcode, fin, rsv1, payload.Length, maskingKey);
        payload.CopyTo(span[header..]);
        if (maskingKey is { } key)
            Masking.Apply(span.Slice(header, payload.Length), key);
        output.Advance(size);
    }
}
