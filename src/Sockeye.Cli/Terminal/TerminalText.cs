using System.Globalization;
using System.Text;

namespace Sockeye.Cli.Terminal;

/// <summary>
/// Makes text from elsewhere fit to be shown: what a peer sends must not move the cursor, change colours, set the window's title
/// or turn the reading direction. Such characters are shown by their code instead.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text on one line: line ends and tabs are shown as <c>\n</c>, <c>\r</c>, <c>\t</c>.</summary>
    public static string Line(string text) => Escape(text, keepLayout: false);

    /// <summary>The text with its line ends (as <c>\n</c>) and tabs; everything else as in <see cref="Line"/>.</summary>
    public static string Lines(string text) => Escape(text.ReplaceLineEndings("\n"), keepLayout: true);

    private static string Escape(string text, bool keepLayout)
    {
        StringBuilder? escaped = null;
        var done = 0;
        for (var i = 0; i < text.Length; i += Length(text, i))
        {
            if (IsHarmless(text, i, keepLayout))
                continue;
            escaped ??= new StringBuilder(text.Length + 16);
            escaped.Append(text, done, i - done).Append(Code(text, i));
            done = i + Length(text, i);
        }

        return escaped is null ? text : escaped.Append(text, done, text.Length - done).ToString();
    }

    private static int Length(string text, int index) => char.IsSurrogatePair(text, index) ? 2 : 1;

    private static bool IsHarmless(string text, int index, bool keepLayout)
    {
        var c = text[index];
        if (keepLayout && c is '\n' or '\t')
            return true;
        // Emoji are joined with it, and it does nothing else.
        if (c == '\u200D')
            return true;
        return CharUnicodeInfo.GetUnicodeCategory(text, index) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    private static string Code(string text, int index) => text[index] switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        '\e' => @"\e",
        < ' ' or '\u007F' => $@"\x{(int)text[index]:X2}",
        _ when char.IsSurrogatePair(text, index) => $@"\U{char.ConvertToUtf32(text, index):X8}",
        _ => $@"\u{(int)text[index]:X4}",
    };
}
