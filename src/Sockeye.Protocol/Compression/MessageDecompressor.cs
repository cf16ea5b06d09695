namespace Sockeye.Protocol;

/// <summary>
/// Inflates the messages of one connection (RFC 7692 section 7.2.2). It borrows an inflate state for the length of each message;
/// a peer that keeps its context costs the bytes of its window and nothing else, which are fed to the state before the message.
/// One message at a time; <see cref="Dispose"/> may run beside it.
/// </summary>
internal sealed class MessageDecompressor : IDisposable
{
    private readonly InflateWindow? _keptWindow;
    private Inflater? _inflater;
    private int _tailRead;
    private bool _inMessage;
    private bool _afterFinalBlock;
    private bool _corrupt;
    private bool _disposed;

    /// <param name="parameters">What was agreed on.</param>
    /// <param name="role">This end; the other end's parameters apply.</param>
    public MessageDecompressor(PerMessageDeflateParameters parameters, Role role)
    {
        var (noTakeover, bits) = role == Role.Server
            ? (parameters.ClientNoContextTakeover, parameters.ClientMaxWindowBits)
            : (parameters.ServerNoContextTakeover, parameters.ServerMaxWindowBits);
        _keptWindow = noTakeover ? null : new InflateWindow(bits);
    }

    /// <summary>
    /// RFC 7692 section 7.2.2: the tail that the sender removed; and after it a last empty stored block, which zlib answers with
    /// the end of the stream exactly if the message ended where a message may end.
    /// </summary>
    private static ReadOnlySpan<byte> TailAndEnd => [0x00, 0x00, 0xFF, 0xFF, /* last block: */ 0x01, 0x00, 0x00, 0xFF, 0xFF];

    /// <summary>
    /// Inflates the next piece of a message. Call again while the status is <see cref="DecompressStatus.OutputFull"/>, with the
    /// input that was not consumed. <paramref name="endOfMessage"/>: the input is the last of the message; the tail is supplied
    /// here. Never writes past <paramref name="output"/>, but may scribble on it after <paramref name="written"/>.
    /// <see cref="DecompressStatus.Corrupt"/> is for good.
    /// </summary>
    /// <exception cref="ObjectDisposedException">After <see cref="Dispose"/>.</exception>
    public DecompressStatus Decompress(
        ReadOnlySpan<byte> input, bool endOfMessage, Span<byte> output, out int consumed, out int written)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        consumed = written = 0;
        if (_corrupt)
            return DecompressStatus.Corrupt;

        // A payload of no bytes at all is not what section 7.2.3.6 asks for, but senders of it mean an empty message.
        if (input.IsEmpty && !_inMessage)
            return endOfMessage ? DecompressStatus.EndOfMessage : DecompressStatus.NeedMoreInput;

        var inflater = _inMessage ? _inflater : Begin();
        ObjectDisposedException.ThrowIf(inflater is null, this);
        var status = InflatePayload(inflater, input, output, ref consumed, ref written);
        if (endOfMessage && status != DecompressStatus.Corrupt && consumed == input.Length)
            status = InflateTail(inflater, output, ref written);
        if (status is DecompressStatus.EndOfMessage or DecompressStatus.Corrupt)
            End(status);
        return status;
    }

    /// <summary>Gives back what it holds. May be called repeatedly.</summary>
    public void Dispose()
    {
        _disposed = true;

        // Not to the pool: a step may still be running on another thread.
        Interlocked.Exchange(ref _inflater, null)?.Dispose();
    }

    private Inflater Begin()
    {
        var inflater = InflaterPool.Shared.Rent();
        _inflater = inflater;
        _inMessage = true;
        _tailRead = 0;
        _afterFinalBlock = false;
        inflater.MessageWindow.Clear();
        inflater.Restart(WindowOf(inflater));
        return inflater;
    }

    private void End(DecompressStatus status)
    {
        _inMessage = false;
        _corrupt = status == DecompressStatus.Corrupt;

        // Whoever takes the state out of the field owns it: this, or a Dispose that came meanwhile.
        if (Interlocked.Exchange(ref _inflater, null) is { } borrowed)
            InflaterPool.Shared.Return(borrowed);
    }

    private InflateWindow WindowOf(Inflater inflater) => _keptWindow ?? inflater.MessageWindow;

    private DecompressStatus InflatePayload(
        Inflater inflater, ReadOnlySpan<byte> input, Span<byte> output, ref int consumed, ref int written)
    {
        do
        {
            if (_afterFinalBlock)
            {
                if (consumed == input.Length)
                    return DecompressStatus.NeedMoreInput;

                // RFC 7692 section 7.2.1: a message may have last blocks anywhere, and the window outlives them.
                inflater.Restart(WindowOf(inflater));
                _afterFinalBlock = false;
            }

            switch (Step(inflater, input[consumed..], output, out var read, ref written))
            {
                case ZlibResult.StreamEnd:
                    _afterFinalBlock = true;
                    break;
                case ZlibResult.Ok or ZlibResult.BufferError when consumed + read < input.Length:
                    consumed += read;
                    return DecompressStatus.OutputFull;
                case ZlibResult.Ok or ZlibResult.BufferError:
                    break;
                default:
                    return DecompressStatus.Corrupt;
            }

            consumed += read;
        }
        while (consumed < input.Length);

        return written == output.Length ? DecompressStatus.OutputFull : DecompressStatus.NeedMoreInput;
    }

    private DecompressStatus InflateTail(Inflater inflater, Span<byte> output, ref int written)
    {
        // A message that ends with a last block lacks the octet that section 7.2.3.4 shows, but nothing of its data.
        if (_afterFinalBlock)
            return DecompressStatus.EndOfMessage;

        var result = Step(inflater, TailAndEnd[_tailRead..], output, out var read, ref written);
        _tailRead += read;
        return result switch
        {
            // After the first four: the sender marked the empty block as its last one.
            ZlibResult.StreamEnd when _tailRead == MessageCompressor.Tail.Length => DecompressStatus.EndOfMessage,
            ZlibResult.StreamEnd when _tailRead == TailAndEnd.Length => DecompressStatus.EndOfMessage,
            ZlibResult.Ok or ZlibResult.BufferError when _tailRead < TailAndEnd.Length => DecompressStatus.OutputFull,
            _ => DecompressStatus.Corrupt,
        };
    }

    private ZlibResult Step(Inflater inflater, ReadOnlySpan<byte> source, Span<byte> output, out int read, ref int written)
    {
        var result = inflater.Inflate(source, output[written..], out read, out var produced);
        WindowOf(inflater).Append(output.Slice(written, produced));
        written += produced;
        return result;
    }
}
