using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sockeye.Cli.Connect.Rendering;

/// <summary>JSON over several lines. Values stay as they were written; only the space between them changes.</summary>
internal static class PrettyJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The indented form, or null when it is no JSON object or array.</summary>
    public static string? Format(ReadOnlyMemory<byte> utf8)
    {
        var start = utf8.Span.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || start[0] is not ((byte)'{' or (byte)'['))
            return null;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Indented))
                document.WriteTo(writer);
            return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON after all, or strings in it that are no Unicode text.
            return null;
        }
    }
}
