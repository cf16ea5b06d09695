using System.Globalization;
using System.Text;
using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Connect.Rendering;

/// <summary>Messages as they are shown. Pure functions of message, time and style; what a peer sends never reaches a terminal raw.</summary>
internal sealed class MessageFormatter(Style style)
{
    /// <summary>JSON beyond this is not indented: nobody reads it, and it takes its time.</summary>
    private const int MaxPretty = 64 * 1024;
    private const int MaxText = 16 * 1024;
    private const int MaxBinary = 512;

    /// <summary>A message from the server.</summary>
    public string Received(WebSocketMessage message, DateTimeOffset at) => Format(message, at, style.In("←"));

    /// <summary>A message to the server.</summary>
    public string Sent(WebSocketMessage message, DateTimeOffset at) => Format(message, at, style.Out("→"));

    /// <summary>Something that happened and is no message.</summary>
    public string Note(string text, DateTimeOffset at) => $"{Time(at)} {style.Warn("•")} {TerminalText.Line(text)}";

    /// <summary>For pipes: the text as it came, or the bytes in hexadecimal, each message on one line if it can be.</summary>
    public static string Bare(WebSocketMessage message) =>
        message.IsText ? message.Text : Convert.ToHexStringLower(message.Payload.Span);

    private string Format(WebSocketMessage message, DateTimeOffset at, string arrow)
    {
        var body = message.IsText ? Text(message) : Binary(message);
        // Further lines stand under the first: "12:34:56.789 → ".
        return $"{Time(at)} {arrow} {body.Replace("\n", "\n               ", StringComparison.Ordinal)}";
    }

    private string Text(WebSocketMessage message)
    {
        if (message.Payload.Length <= MaxPretty && PrettyJson.Format(message.Payload) is { } json)
            return TerminalText.Lines(json);
        if (message.Payload.Length == 0)
            return style.Dim("(empty text)");
        // The cut may go through a character; its half is left out.
        var text = message.Payload.Length <= MaxText ? message.Text : Encoding.UTF8.GetString(message.Payload.Span[..MaxText]).TrimEnd('\uFFFD');
        var rest = message.Payload.Length - Encoding.UTF8.GetByteCount(text);
        var shown = TerminalText.Lines(text);
        return rest > 0 ? $"{shown}\n{style.Dim(string.Create(CultureInfo.InvariantCulture, $"... {rest:N0} more bytes"))}" : shown;
    }

    private string Binary(WebSocketMessage message)
    {
        var size = style.Dim(string.Create(CultureInfo.InvariantCulture, $"({message.Payload.Length:N0} {(message.Payload.Length == 1 ? "byte" : "bytes")})"));
        return message.Payload.Length == 0 ? size : $"{size}\n{HexDump.Format(message.Payload.Span, MaxBinary)}";
    }

    private string Time(DateTimeOffset at) => style.Dim(at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
}
