using Sockeye.Cli.Connect.Input;

namespace Sockeye.Cli.Connect;

/// <summary>
/// The terminal: text scrolls by above the line that is being typed, which stays as it is. Safe for concurrent use.
/// </summary>
/// <param name="output">The terminal.</param>
/// <param name="width">Its width in columns, now.</param>
internal sealed class Screen(TextWriter output, Func<int> width)
{
    private const string EraseLine = "\r\e[K";
    private const string Prompt = "> ";

    private readonly Lock _gate = new();
    private LineEditor? _editor;

    /// <summary>From now on a line is being typed.</summary>
    public void BeginTyping(LineEditor editor)
    {
        lock (_gate)
        {
            _editor = editor;
            Draw();
        }
    }

    /// <summary>Takes the line away, for what is printed after the conversation.</summary>
    public void EndTyping()
    {
        lock (_gate)
        {
            if (_editor is null)
                return;
            _editor = null;
            output.Write(EraseLine);
            output.Flush();
        }
    }

    public bool IsLineEmpty
    {
        get
        {
            lock (_gate)
                return _editor is null or { Text: "" };
        }
    }

    /// <summary>Hands a key to the line, and returns the line when the key has finished it.</summary>
    public string? Press(ConsoleKeyInfo key)
    {
        lock (_gate)
        {
            var line = _editor?.Press(key);
            Draw();
            return line;
        }
    }

    public void Show(string text)
    {
        lock (_gate)
        {
            if (_editor is not null)
                output.Write(EraseLine);
            output.WriteLine(text);
            Draw();
        }
    }

    private void Draw()
    {
        if (_editor is not null)
        {
            var (before, after) = Visible(_editor.Text, _editor.Cursor, Room(width()));
            // The terminal keeps the cursor's place itself: only it knows how wide each character is.
            output.Write($"{EraseLine}{Prompt}{before}\e7{after}\e8");
        }

        output.Flush();
    }

    // Some terminals do not tell how wide they are.
    private static int Room(int columns) => Math.Max(10, (columns > 0 ? columns : 80) - Prompt.Length - 1);

    /// <summary>The part of a line that fits into a width, with the cursor in it.</summary>
    internal static (string Before, string After) Visible(string text, int cursor, int room)
    {
        var start = Math.Max(0, cursor - room);
        if (start > 0 && char.IsLowSurrogate(text[start]))
            start++;
        var end = Math.Min(text.Length, start + room);
        return (text[start..cursor], text[cursor..Math.Max(cursor, end)]);
    }
}
