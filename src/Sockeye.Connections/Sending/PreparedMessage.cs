using System.Buffers;
using System.Text;
using Sockeye.Protocol;

namespace Sockeye;

/// <summary>
/// A message made ready once and sent to many connections: encoded, and where connections negotiated it compressed, once for all
/// of them. Immutable and safe to use from any thread; holds a copy of the payload, and needs no disposal.
/// </summary>
public sealed class PreparedMessage
{
    private readonly byte[] _frame;
    private readonly int _headerSize;
    private byte[]?[]? _compressed;

    /// <summary>A prepared text message.</summary>
    /// <param name="text">The text; sent as UTF-8.</param>
    public PreparedMessage(string text)
        : this(Encoding.UTF8.GetBytes(text), MessageType.Text)
    {
    }

    /// <summary>A prepared message of bytes.</summary>
    /// <param name="payload">The payload, copied; for text, valid UTF-8.</param>
    /// <param name="type">Text or binary.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is neither.</exception>
    public PreparedMessage(ReadOnlySpan<byte> payload, MessageType type = MessageType.Binary)
    {
        Type = WebSocketConnection.Checked(type);
        _headerSize = FrameHeader.SizeOf(payload.Length, masked: false);
        _frame = new byte[_headerSize + payload.Length];
        FrameHeader.Write(_frame, (Opcode)type, fin: true, rsv1: false, payload.Length, maskingKey: null);
        payload.CopyTo(_frame.AsSpan(_headerSize));
    }

    /// <summary>A prepared copy of a received message.</summary>
    /// <param name="message">The message; valid for the length of this call.</param>
    public PreparedMessage(WebSocketMessage message)
        : this(message.Payload.Span, message.Type)
    {
    }

    /// <summary>Text or binary.</summary>
    public MessageType Type { get; }

    /// <summary>The payload.</summary>
    public ReadOnlyMemory<byte> Payload => _frame.AsMemory(_headerSize);

    /// <summary>The frame as a server sends it.</summary>
    internal ReadOnlyMemory<byte> Frame => _frame;

    /// <summary>The frame as a server sends it to a client that takes this window, without context takeover.</summary>
    internal ReadOnlyMemory<byte> CompressedFrame(int windowBits, PerMessageDeflateOptions options)
    {
        // Two threads may both compress the first time; either result serves.
        var frames = _compressed ??= new byte[]?[PerMessageDeflate.MaxWindowBits - PerMessageDeflate.MinWindowBits + 1];
        return frames[windowBits - PerMessageDeflate.MinWindowBits] ??= Compress(windowBits, options);
    }

    private byte[] Compress(int windowBits, PerMessageDeflateOptions options)
    {
        var parameters = new PerMessageDeflateParameters(true, true, windowBits, windowBits);
        using var compressor = new MessageCompressor(parameters, Role.Server, options);
        var payload = new ArrayBufferWriter<byte>();
        compressor.Compress(Payload.Span, endOfMessage: true, payload);
        var frame = new ArrayBufferWriter<byte>(payload.WrittenCount + FrameHeader.MaxSize);
        FrameWriter.Write(frame, (Opcode)Type, fin: true, rsv1: true, payload.WrittenSpan, maskingKey: null);
        return frame.WrittenSpan.ToArray();
    }
}
