namespace Sockeye.Protocol;

/// <summary>Text of a peer made fit to be shown: in a refusal's body, an exception, a log.</summary>
internal static class Printable
{
    /// <summary>The most characters of a value that are shown.</summary>
    public const int MaxLength = 40;

    /// <summary>
    /// The value in single quotes, on one line of printable ASCII, cut after <see cref="MaxLength"/> characters. What is not
    /// printable becomes a question mark, and so do angle brackets, for readers that take any body for HTML.
    /// </summary>
    public static string Quote(ReadOnlySpan<char> value)
    {
        Span<char> shown = stackalloc char[MaxLength];
        var length = Math.Min(value.Length, MaxLength);
        for (var i = 0; i < length; i++)
        {
            shown[i] = value[i] is >= ' ' and <= '~' and not ('<' or '>') ? value[i] : '?';
        }

        return string.Concat("'", shown[..length], value.Length > MaxLength ? "...'" : "'");
    }

    /// <summary>A header's value for the end of "... expected; got ": quoted, or <c>none</c> when the header is absent.</summary>
    public static string QuoteOrNone(string? value) => value is null ? "none" : Quote(value);
}
