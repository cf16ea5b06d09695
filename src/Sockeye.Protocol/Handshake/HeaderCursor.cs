namespace Sockeye.Protocol;

/// <summary>
/// A position in a header field's value, for recursive descent over the list grammar. Whitespace means spaces and tabs: a header
/// that reaches this library has had its folded lines refused or joined by the HTTP server.
/// </summary>
internal ref struct HeaderCursor(ReadOnlySpan<char> text)
{
    readonly ReadOnlySpan<char> _text = text;

    /// <summary>Characters read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Whether everything has been read.</summary>
    public readonly bool IsAtEnd => Position == _text.Length;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<char> Rest => _text[Position..];

    /// <summary>Moves over spaces and tabs.</summary>
    public void SkipWhitespace()
    {
        while (!IsAtEnd && _text[Position] is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>Moves over whitespace and one given character, if it comes next.</summary>
    public bool TrySkip(char separator)
    {
        SkipWhitespace();
        if (IsAtEnd || _text[Position] != separator)
        {
            return false;
        }

        Position++;
        SkipWhitespace();
        return true;
    }

    /// <summary>
    /// Moves to the next element of a list. RFC 9110 section 5.6.1.2: a recipient ignores empty elements.
    /// </summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveToElement()
    {
        while (TrySkip(','))
        {
        }

        return !IsAtEnd;
    }

    /// <summary>Moves over the comma after an element, or finds the list at its end.</summary>
    /// <returns>False when something else follows the element: the list is malformed.</returns>
    public bool EndElement() => TrySkip(',') || IsAtEnd;

    /// <summary>Reads a token; empty when none comes next.</summary>
    public ReadOnlySpan<char> ReadToken()
    {
        var token = Rest[..HeaderToken.LengthAtStartOf(Rest)];
        Position += token.Length;
        return token;
    }

    /// <summary>
    /// Reads a token, or a quoted string whose unescaped value is a token (RFC 6455 section 9.1 allows no other); empty when
    /// neither comes next.
    /// </summary>
    public ReadOnlySpan<char> ReadTokenOrQuotedToken()
    {
        if (IsAtEnd || _text[Position] != '"')
        {
            return ReadToken();
        }

        var start = Position + 1;
        var escapes = 0;
        for (var end = start; end < _text.Length; end++)
        {
            if (_text[end] == '"')
            {
                Position = end + 1;
                return Unescape(_text[start..end], escapes);
            }

            if (_text[end] == '\\')
            {
                escapes++;
                end++;
            }

            // Neither a quote nor a backslash is a token character, so an escape of them fails here as it must.
            if (end == _text.Length || !HeaderToken.IsToken(_text.Slice(end, 1)))
            {
                return default;
            }
        }

        return default;
    }

    // An escaped character is itself: what remains is the text without its backslashes.
    static ReadOnlySpan<char> Unescape(ReadOnlySpan<char> text, int escapes) =>
        escapes == 0 ? text : text.ToString().Replace("\\", "", StringComparison.Ordinal);
}
