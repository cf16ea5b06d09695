using System.Globalization;
using System.Text;

namespace Sockeye.Cli.Connect.Rendering;

/// <summary>Bytes as people read them: offset, 16 bytes in hexadecimal, and the same in ASCII.</summary>
internal static class HexDump
{
    private const int BytesPerLine = 16;

    /// <param name="bytes">What to show.</param>
    /// <param name="most">How many of them at most; the rest is counted.</param>
    /// <returns>Lines, joined with line feeds.</returns>
    public static string Format(ReadOnlySpan<byte> bytes, int most)
    {
        var text = new StringBuilder();
        var shown = Math.Min(bytes.Length, most);
        for (var offset = 0; offset < shown; offset += BytesPerLine)
            AppendLine(text, offset, bytes[offset..Math.Min(shown, offset + BytesPerLine)]);
        if (shown < bytes.Length)
            text.Append(CultureInfo.InvariantCulture, $"... {bytes.Length - shown:N0} more bytes\n");
        return text.ToString().TrimEnd('\n');
    }

    private static void AppendLine(StringBuilder text, int offset, ReadOnlySpan<byte> line)
    {
        text.Append(CultureInfo.InvariantCulture, $"{offset:x8} ");
        for (var i = 0; i < BytesPerLine; i++)
        {
            if (i % 8 == 0)
                text.Append(' ');
            text.Append(i < line.Length ? line[i].ToString("x2", CultureInfo.InvariantCulture) : "  ").Append(' ');
        }

        text.Append(" |");
        foreach (var value in line)
            text.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
        text.Append("|\n");
    }
}
