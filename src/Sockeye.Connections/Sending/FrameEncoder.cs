using System.Buffers;
using Sockeye.Protocol;

namespace Sockeye.Sending;

/// <summary>
/// Writes messages as frames: masked for a client, compressed where that was negotiated and the message reaches the threshold. Used by
/// one writer at a time.
/// </summary>
internal sealed class FrameEncoder(Role role, MessageCompressor? compressor, PerMessageDeflateOptions? options, int windowBits) : IDisposable
{
    private PooledBufferWriter? _compressed;

    /// <summary>Whether streamed messages are compressed too.</summary>
    public MessageCompressor? Compressor => compressor;

    /// <summary>Writes a whole message as one frame.</summary>
    public void Write(IBufferWriter<byte> output, in OutboundMessage message)
    {
        if (TryGetPreparedFrame(message, out var frame))
        {
            output.Write(frame.Span);
            return;
        }
        var payload = Encode(message, out var compressed);
        FrameWriter.Write(output, message.Opcode, fin: true, compressed, payload.Span, NextKey());
        ReleaseEncoded();
    }

    /// <summary>The frame that was made once for all receivers, where it fits this connection: unmasked, and no context kept.</summary>
    public bool TryGetPreparedFrame(in OutboundMessage message, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (message.Prepared is not { } prepared || role == Role.Client || compressor is { IsShareable: false })
            return false;
        frame = MustCompress(message.Length) ? prepared.CompressedFrame(windowBits, options!) : prepared.Frame;
        return true;
    }

    /// <summary>The payload to put on the wire, valid until <see cref="ReleaseEncoded"/>.</summary>
    public ReadOnlyMemory<byte> Encode(in OutboundMessage message, out bool compressed)
    {
        compressed = MustCompress(message.Length);
        if (!compressed)
            return message.Payload;
        _compressed ??= new PooledBufferWriter();
        compressor!.Compress(message.Payload.Span, endOfMessage: true, _compressed);
        return _compressed.Written;
    }

    /// <summary>Gives back what <see cref="Encode"/> borrowed.</summary>
    public void ReleaseEncoded() => _compressed?.Clear();

    /// <summary>A fresh key for a client's frame, null for a server's.</summary>
    public uint? NextKey() => role == Role.Client ? MaskingKeys.Next() : null;

    public void Dispose()
    {
        ReleaseEncoded();
        compressor?.Dispose();
    }

    private bool MustCompress(int length) => compressor is not null && length >= options!.Threshold;
}
