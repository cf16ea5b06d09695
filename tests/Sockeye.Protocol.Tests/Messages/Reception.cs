using System.Globalization;
using System.Text;

namespace Sockeye.Protocol.Tests.Messages;

/// <summary>
/// Reads chunks as a connection does, and writes down what came of it, one line for each: <c>text Hello</c>, <c>binary 01 02</c>,
/// <c>ping 68 69</c>, <c>close 1000 bye</c>, <c>failed 1002 RFC 6455 section 5.2</c>, and <c>waits</c> when the end is in the middle of
/// something.
/// </summary>
internal sealed class Reception : IDisposable
{
    private const int LongestShown = 40;

    private readonly MessageReader _reader;
    private readonly List<string> _lines = [];
    private MessageAssembler _assembler;

    public Reception(Role role, MessageLimits? limits = null, PerMessageDeflateParameters? compression = null) => _reader = new MessageReader(
        role, limits ?? MessageLimits.Default, compression is { } agreed ? new MessageDecompressor(agreed, role) : null);

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Bytes taken before the last line was written.</summary>
    public int Taken { get; private set; }

    /// <summary>The longest piece of data, and bytes of data altogether.</summary>
    public int LongestPart { get; private set; }

    public long DataBytes { get; private set; }

    public bool Failed => _reader.Failure is not null;

    public ProtocolFailure? Failure => _reader.Failure;

    /// <summary>What comes of the bytes in the given chunks.</summary>
    public static IReadOnlyList<string> Of(
        byte[][] chunks, Role role, MessageLimits? limits = null, PerMessageDeflateParameters? compression = null)
    {
        using var reception = new Reception(role, limits, compression);
        foreach (var chunk in chunks)
            reception.Receive(chunk);
        return reception.End();
    }

    /// <summary>Asserts what comes of the bytes, in every chunking.</summary>
    public static void Check(
        string label, byte[] bytes, Role role, IReadOnlyList<string> expected, MessageLimits? limits = null,
        PerMessageDeflateParameters? compression = null)
    {
        foreach (var (name, chunks) in Chunking.Of(bytes))
        {
            var lines = Of(chunks, role, limits, compression);
            Assert.True(expected.SequenceEqual(lines),
                $"{label}, {name}: expected {string.Join(" | ", expected)} but got {string.Join(" | ", lines)}");
        }
    }

    /// <summary>Takes a chunk; false once the connection has failed.</summary>
    public bool Receive(ReadOnlySpan<byte> chunk)
    {
        // A window of its own, as a receive buffer is: the reader changes it, and may not count on it later.
        var window = chunk.ToArray();
        for (var offset = 0; ;)
        {
            var part = _reader.Read(window.AsMemory(offset), out var consumed);
            Assert.InRange(consumed, 0, window.Length - offset);
            offset += consumed;
            Taken += consumed;
            if (part.Kind == PartKind.NeedMore)
            {
                Assert.Equal(window.Length, offset);
                break;
            }
            if (part.Kind == PartKind.Failed)
                return Fail();
            Note(part);
        }
        Array.Fill(window, (byte)0xAA);
        return true;
    }

    public IReadOnlyList<string> End()
    {
        if (!Failed && _reader.IsInMessage)
            _lines.Add("waits");
        return _lines;
    }

    public void Dispose()
    {
        _assembler.Release();
        _reader.Dispose();
    }

    public static string Show(ReadOnlySpan<byte> payload) => payload.Length <= LongestShown
        ? string.Join(' ', Convert.ToHexStringLower(payload).Chunk(2).Select(digits => new string(digits)))
        : string.Create(CultureInfo.InvariantCulture, $"{payload.Length} bytes, hash {HashOf(payload)}");

    private bool Fail()
    {
        if (_lines.LastOrDefault()?.StartsWith("failed", StringComparison.Ordinal) != true)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"failed {(int)_reader.Failure!.Code} {_reader.Failure.Clause}"));
        return false;
    }

    private void Note(in MessagePart part)
    {
        if (part.Kind != PartKind.Data)
        {
            _lines.Add(part.Kind switch
            {
                PartKind.Close => string.Create(CultureInfo.InvariantCulture, $"close {(int)_reader.CloseCode} {_reader.CloseReason}"),
                PartKind.Ping => $"ping {Show(part.Payload.Span)}",
                _ => $"pong {Show(part.Payload.Span)}",
            });
            return;
        }
        LongestPart = Math.Max(LongestPart, part.Payload.Length);
        DataBytes += part.Payload.Length;
        if (!_assembler.Append(part, _reader.FrameRemaining, out var message))
            return;
        var text = part.Type == MessageType.Text && message.Length <= LongestShown;
        var kind = part.Type == MessageType.Text ? "text" : "binary";
        _lines.Add($"{kind} {(text ? Encoding.UTF8.GetString(message.Span) : Show(message.Span))}");
        _assembler.Release();
    }

    private static int HashOf(ReadOnlySpan<byte> payload)
    {
        var hash = 17;
        foreach (var b in payload)
            hash = unchecked((hash * 31) + b);
        return hash;
    }
}
