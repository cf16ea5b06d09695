using System.Buffers;
using System.Runtime.CompilerServices;

namespace Sockeye.Protocol;

/// <summary>
/// Turns received bytes into pieces of messages and control frames (RFC 6455 sections 5 and 6.2, RFC 7692 section 7.2.2). The caller
/// gives windows of any size; payloads are unmasked and checked in place, so a message that lies whole in a window is yielded
/// without a copy. It never throws on input and holds a bounded state: an incomplete header, an incomplete control frame, and
/// while a compressed message is under way a buffer of <see cref="InflateBufferSize"/> bytes. Not safe for concurrent use.
/// </summary>
internal sealed class MessageReader(Role role, MessageLimits limits, MessageDecompressor? decompressor = null) : IDisposable
{
    /// <summary>How much of a compressed message is inflated at a time.</summary>
    public const int InflateBufferSize = 16 * 1024;

    private HeaderBytes _partialHeader;
    private byte _partialHeaderLength;
    private FrameHeader _frame;
    private bool _inFrame;
    private long _frameRemaining;
    private uint _key;
    // Bytes at the start of the next window that are unmasked already, because inflating stopped for want of room.
    private int _unmasked;

    private byte[]? _control;
    private int _controlLength;

    private bool _inMessage;
    private bool _yielded;
    private bool _compressed;
    private MessageType _type;
    private int _frames;
    private long _wireSize;
    private long _size;
    private Utf8Validator _utf8;
    private byte[]? _inflated;

    /// <summary>What the peer did wrong, once a part is <see cref="PartKind.Failed"/>; it stays.</summary>
    public ProtocolFailure? Failure { get; private set; }

    /// <summary>The code of the peer's close frame, once it has come.</summary>
    public CloseCode CloseCode { get; private set; }

    /// <summary>The reason of the peer's close frame, once it has come.</summary>
    public string CloseReason { get; private set; } = "";

    /// <summary>Whether a close frame has come; what follows it is consumed and ignored (RFC 6455 section 5.5.1).</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether a frame or message has begun and not ended.</summary>
    public bool IsInMessage => _inMessage || _inFrame || _partialHeaderLength != 0;

    /// <summary>Bytes of the frame under way that have not arrived.</summary>
    public long FrameRemaining => _inFrame ? _frameRemaining : 0;

    /// <summary>Takes the next step through the window.</summary>
    /// <param name="window">Received bytes, which may be changed in place; begins where the last call stopped consuming.</param>
    /// <param name="consumed">How many of them are done with. Those not consumed are given again, unchanged.</param>
    public MessagePart Read(Memory<byte> window, out int consumed)
    {
        consumed = 0;
        if (Failure is not null)
            return MessagePart.Of(PartKind.Failed);
        if (IsClosed)
        {
            consumed = window.Length;
            return MessagePart.Of(PartKind.NeedMore);
        }
        if (!_inMessage)
            ReleaseInflateBuffer();
        var bytes = window.Span;
        if (!_inFrame && !BeginFrame(bytes, ref consumed))
            return MessagePart.Of(Failure is null ? PartKind.NeedMore : PartKind.Failed);
        return _frame.IsControl ? ReadControl(window, ref consumed) : ReadData(window, bytes, ref consumed);
    }

    /// <summary>The payload that was yielded last is still read: its memory is not used again. Not while <see cref="Read"/> runs.</summary>
    public void Retain() => _inflated = null;

    /// <summary>Returns what is borrowed.</summary>
    public void Dispose()
    {
        ReleaseInflateBuffer();
        decompressor?.Dispose();
    }

    private bool BeginFrame(ReadOnlySpan<byte> window, ref int consumed)
    {
        int size;
        ProtocolFailure? failure;
        if (_partialHeaderLength == 0)
        {
            size = FrameHeader.Read(window, role, decompressor is not null, out _frame, out failure);
            if (size > 0)
                consumed = size;
            else if (size == 0)
                SetAside(window, ref consumed);
        }
        else
        {
            size = CompleteHeader(window, ref consumed, out failure);
        }
        if (size == 0)
            return false;
        failure ??= _frame.IsControl ? null : BeginDataFrame();
        if (failure is not null)
        {
            Failure = failure;
            return false;
        }
        _inFrame = true;
        _frameRemaining = _frame.PayloadLength;
        _key = _frame.MaskingKey;
        _controlLength = 0;
        return true;
    }

    private void SetAside(ReadOnlySpan<byte> window, ref int consumed)
    {
        window.CopyTo(_partialHeader);
        _partialHeaderLength = (byte)window.Length;
        consumed = window.Length;
    }

    // Joins the bytes set aside with those that follow; takes from the window only what the header needs.
    private int CompleteHeader(ReadOnlySpan<byte> window, ref int consumed, out ProtocolFailure? failure)
    {
        Span<byte> bytes = _partialHeader;
        var had = _partialHeaderLength;
        var added = Math.Min(FrameHeader.MaxSize - had, window.Length);
        window[..added].CopyTo(bytes[had..]);
        var size = FrameHeader.Read(bytes[..(had + added)], role, decompressor is not null, out _frame, out failure);
        _partialHeaderLength = size == 0 ? (byte)(had + added) : (byte)0;
        consumed = size > 0 ? size - had : added;
        return size;
    }

    private ProtocolFailure? BeginDataFrame()
    {
        // RFC 6455 section 5.4: the fragments of one message follow each other, begun by one data frame.
        if (_frame.Opcode == Opcode.Continuation)
        {
            if (!_inMessage)
                return MessageFailures.NothingToContinue;
        }
        else
        {
            if (_inMessage)
                return MessageFailures.MessageNotFinished;
            BeginMessage();
        }
        if (++_frames > limits.MaxFramesPerMessage)
            return MessageFailures.TooManyFrames(limits.MaxFramesPerMessage);
        // A compressed message may be longer on the wire than inflated, but not by any amount.
        var limit = _compressed ? (2 * limits.MaxMessageSize) + 1024 : limits.MaxMessageSize;
        if (_frame.PayloadLength > limit - _wireSize)
            return MessageFailures.TooBig(limits.MaxMessageSize);
        _wireSize += _frame.PayloadLength;
        return null;
    }

    private void BeginMessage()
    {
        _inMessage = true;
        _yielded = false;
        _compressed = _frame.Rsv1;
        _type = (MessageType)_frame.Opcode;
        _frames = 0;
        _wireSize = 0;
        _size = 0;
        _utf8 = default;
    }

    private MessagePart ReadControl(Memory<byte> window, ref int consumed)
    {
        var rest = window[consumed..];
        var take = (int)Math.Min(_frameRemaining, rest.Length);
        Memory<byte> payload = rest[..take];
        Unmask(payload.Span);
        consumed += take;
        _frameRemaining -= take;
        if (_frameRemaining != 0 || _controlLength != 0)
        {
            _control ??= new byte[FrameHeader.MaxControlPayload];
            payload.CopyTo(_control.AsMemory(_controlLength));
            _controlLength += take;
            if (_frameRemaining != 0)
                return MessagePart.Of(PartKind.NeedMore);
            payload = _control.AsMemory(0, _controlLength);
        }
        _inFrame = false;
        return _frame.Opcode switch
        {
            Opcode.Ping => MessagePart.Of(PartKind.Ping, payload),
            Opcode.Pong => MessagePart.Of(PartKind.Pong, payload),
            _ => ReadClose(payload.Span),
        };
    }

    private MessagePart ReadClose(ReadOnlySpan<byte> payload)
    {
        IsClosed = CloseFrame.TryRead(payload, out var code, out var reason, out var failure);
        if (!IsClosed)
            return Fail(failure!);
        (CloseCode, CloseReason) = (code, reason);
        return MessagePart.Of(PartKind.Close);
    }

    // The window comes twice, as memory to hand on and as the span to work on: getting one from the other is not free.
    private MessagePart ReadData(Memory<byte> window, Span<byte> bytes, ref int consumed)
    {
        var take = (int)Math.Min(_frameRemaining, window.Length - consumed);
        if (take == 0 && _frameRemaining != 0)
            return MessagePart.Of(PartKind.NeedMore);
        var start = consumed;
        bytes = bytes.Slice(start, take);
        Unmask(bytes[_unmasked..]);
        _unmasked = 0;
        if (_compressed)
            return Inflate(bytes, ref consumed);
        consumed += take;
        _frameRemaining -= take;
        _inFrame = _frameRemaining != 0;
        return Yield(window.Slice(start, take), bytes, isEnd: !_inFrame && _frame.Fin);
    }

    private MessagePart Inflate(ReadOnlySpan<byte> payload, ref int consumed)
    {
        _inflated ??= ArrayPool<byte>.Shared.Rent(InflateBufferSize);
        var last = _frame.Fin && payload.Length == _frameRemaining;
        var status = decompressor!.Decompress(payload, last, _inflated, out var read, out var written);
        consumed += read;
        _frameRemaining -= read;
        _unmasked = payload.Length - read;
        if (status == DecompressStatus.Corrupt)
            return Fail(MessageFailures.NotDeflate);
        if (status == DecompressStatus.OutputFull)
        {
            // The frame stays open, even with nothing left of it, until all of its output is out.
            return Yield(_inflated.AsMemory(0, written), _inflated.AsSpan(0, written), isEnd: false);
        }
        _inFrame = _frameRemaining != 0;
        return Yield(
            _inflated.AsMemory(0, written), _inflated.AsSpan(0, written), isEnd: status == DecompressStatus.EndOfMessage);
    }

    private MessagePart Yield(ReadOnlyMemory<byte> payload, ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _size += payload.Length;
        if (_size > limits.MaxMessageSize)
            return Fail(MessageFailures.TooBig(limits.MaxMessageSize));
        if (_type == MessageType.Text && !(_utf8.Append(bytes) && (!isEnd || _utf8.IsComplete)))
            return Fail(MessageFailures.NotUtf8);
        var isStart = !_yielded;
        _yielded = true;
        _inMessage = !isEnd;
        return new MessagePart(PartKind.Data, _type, isStart, isEnd, payload);
    }

    private void Unmask(Span<byte> payload)
    {
        if (!_frame.IsMasked)
            return;
        Masking.Apply(payload, _key);
        _key = Masking.Rotate(_key, payload.Length);
    }

    private MessagePart Fail(ProtocolFailure failure)
    {
        Failure = failure;
        return MessagePart.Of(PartKind.Failed);
    }

    private void ReleaseInflateBuffer()
    {
        if (_inflated is null)
            return;
        ArrayPool<byte>.Shared.Return(_inflated);
        _inflated = null;
    }

    [InlineArray(FrameHeader.MaxSize)]
    private struct HeaderBytes
    {
        private byte _first;
    }
}
