using System.Buffers;

namespace Sockeye.Protocol;

/// <summary>Tokens of HTTP header fields and plain lists of them (RFC 9110 section 5.6), read without allocation.</summary>
internal static class HeaderToken
{
    // RFC 9110 section 5.6.2: tchar. The separators of RFC 2616, which RFC 6455 cites, leave the same characters.
    static readonly SearchValues<char> Characters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether the text is one token: not empty, and nothing but token characters.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Characters);

    /// <summary>How many characters at the start of the text belong to a token.</summary>
    public static int LengthAtStartOf(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(Characters);
        return end < 0 ? text.Length : end;
    }

    /// <summary>The field's value without the whitespace around it, which is no part of it (RFC 9110 section 5.5).</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> value) => value.Trim(" \t");

    /// <summary>
    /// Whether a comma-separated list has an element equal to <paramref name="element"/>, letters compared without case. Only for
    /// fields whose elements cannot contain a quoted comma, such as <c>Upgrade</c> and <c>Connection</c>.
    /// </summary>
    public static bool ListContains(ReadOnlySpan<char> list, ReadOnlySpan<char> element)
    {
        foreach (var range in list.Split(','))
        {
            if (Trim(list[range]).Equals(element, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
