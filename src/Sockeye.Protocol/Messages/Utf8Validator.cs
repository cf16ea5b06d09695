using System.Text.Unicode;

namespace Sockeye.Protocol;

/// <summary>
/// Checks UTF-8 as it arrives, in pieces that may end inside a character, and fails at the first byte that no valid text could
/// have there (RFC 6455 section 8.1; the byte ranges are table 3-7 of the Unicode standard).
/// </summary>
internal struct Utf8Validator
{
    // What the unfinished character at the end of the last piece still needs, and the range its next byte must lie in.
    private byte _needed;
    private byte _lower;
    private byte _upper;

    /// <summary>Whether the text so far ends with a whole character.</summary>
    public readonly bool IsComplete => _needed == 0;

    /// <summary>Takes the next piece; false when it cannot be part of any valid text.</summary>
    public bool Append(ReadOnlySpan<byte> piece)
    {
        while (_needed != 0 && !piece.IsEmpty)
        {
            if (!Step(piece[0]))
                return false;
            piece = piece[1..];
        }
        var tail = UnfinishedTail(piece);
        if (!Utf8.IsValid(piece[..^tail]))
            return false;
        foreach (var b in piece[^tail..])
        {
            if (!Step(b))
                return false;
        }
        return true;
    }

    // The last one to three bytes when they begin a character that is longer than them.
    private static int UnfinishedTail(ReadOnlySpan<byte> piece)
    {
        for (var back = 1; back <= 3 && back <= piece.Length; back++)
        {
            var b = piece[^back];
            if (b >= 0xC0)
                return back < LengthOf(b) ? back : 0;
            if (b < 0x80)
                return 0;
        }
        return 0;
    }

    private static int LengthOf(byte lead) => lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    private bool Step(byte b)
    {
        if (_needed != 0)
        {
            if (b < _lower || b > _upper)
                return false;
            _needed--;
            (_lower, _upper) = (0x80, 0xBF);
            return true;
        }
        (_needed, _lower, _upper) = b switch
        {
            < 0x80 => ((byte)0, (byte)0, (byte)0),
            < 0xC2 => ((byte)0, (byte)1, (byte)0),
            <= 0xDF => ((byte)1, (byte)0x80, (byte)0xBF),
            0xE0 => ((byte)2, (byte)0xA0, (byte)0xBF),
            0xED => ((byte)2, (byte)0x80, (byte)0x9F),
            <= 0xEF => ((byte)2, (byte)0x80, (byte)0xBF),
            0xF0 => ((byte)3, (byte)0x90, (byte)0xBF),
            <= 0xF3 => ((byte)3, (byte)0x80, (byte)0xBF),
            0xF4 => ((byte)3, (byte)0x80, (byte)0x8F),
            _ => ((byte)0, (byte)1, (byte)0),
        };
        return _lower <= _upper;
    }
}
