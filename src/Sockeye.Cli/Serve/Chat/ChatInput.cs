using System.Globalization;
using System.Text;

namespace Sockeye.Cli.Serve.Chat;

/// <summary>What is taken from a visitor, and in which form. Pure functions; null means: not taken.</summary>
internal static class ChatInput
{
    /// <summary>A name on one line, without characters that cannot be seen.</summary>
    public static string? Name(string? raw)
    {
        if (raw is null)
            return null;
        var name = new StringBuilder(Math.Min(raw.Length, 4 * ChatProtocol.MaxName));
        foreach (var rune in raw.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                AppendOneSpace(name);
            else if (!IsInvisible(rune))
                name.Append(rune);
        }

        return Within(name.ToString().Trim(), ChatProtocol.MaxName);
    }

    /// <summary>A text with its line breaks, without other control characters and without those that turn the reading direction.</summary>
    public static string? Text(string? raw)
    {
        if (raw is null)
            return null;
        var text = new StringBuilder(raw.Length);
        foreach (var rune in raw.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\t')
                text.Append(' ');
            else if (rune.Value == '\n' || !(Rune.IsControl(rune) || TurnsDirection(rune)))
                text.Append(rune);
        }

        return Within(text.ToString().Trim(), ChatProtocol.MaxText);
    }

    public static bool IsKey(string? key) => key is { Length: >= ChatProtocol.MinKey and <= ChatProtocol.MaxKey } && IsPlain(key);

    /// <summary>A visitor's name for a message, or null when there is none or it is not one: it is an offer, not a duty.</summary>
    public static string? Ref(string? raw) => raw is { Length: >= 1 and <= 64 } && IsPlain(raw) ? raw : null;

    private static bool IsPlain(string value) => value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static string? Within(string value, int most) => value.Length >= 1 && value.Length <= most ? value : null;

    private static void AppendOneSpace(StringBuilder name)
    {
        if (name.Length > 0 && name[^1] != ' ')
            name.Append(' ');
    }

    // The zero-width joiner holds families of emoji together.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format && rune.Value != 0x200D;

    // The embedding, override and isolate controls of the Unicode bidirectional algorithm (UAX 9).
    private static bool TurnsDirection(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
