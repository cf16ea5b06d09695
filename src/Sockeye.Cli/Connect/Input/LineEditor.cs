using System.Text;

namespace Sockeye.Cli.Connect.Input;

/// <summary>The line being typed: a buffer, a cursor and a history. Knows keys, not the terminal.</summary>
internal sealed class LineEditor
{
    private const int MaxHistory = 200;

    private readonly StringBuilder _text = new();
    private readonly List<string> _history = [];
    private int _historyIndex;

    public string Text => _text.ToString();

    /// <summary>Where the next character goes, in UTF-16 units from the start.</summary>
    public int Cursor { get; private set; }

    /// <summary>Takes a key.</summary>
    /// <returns>The finished line, at Enter; otherwise null.</returns>
    public string? Press(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Enter)
            return Finish();
        if (key.Modifiers.HasFlag(ConsoleModifiers.Control) && Control(key.Key))
            return null;
        switch (key.Key)
        {
            case ConsoleKey.Backspace: Delete(Cursor - Before(), Before()); break;
            case ConsoleKey.Delete: Delete(Cursor, After()); break;
            case ConsoleKey.LeftArrow: Cursor -= Before(); break;
            case ConsoleKey.RightArrow: Cursor += After(); break;
            case ConsoleKey.Home: Cursor = 0; break;
            case ConsoleKey.End: Cursor = _text.Length; break;
            case ConsoleKey.UpArrow: Recall(_historyIndex - 1); break;
            case ConsoleKey.DownArrow: Recall(_historyIndex + 1); break;
            default: Insert(key.KeyChar); break;
        }

        return null;
    }

    private bool Control(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A: Cursor = 0; return true;
            case ConsoleKey.E: Cursor = _text.Length; return true;
            case ConsoleKey.U: Delete(0, Cursor); return true;
            case ConsoleKey.K: Delete(Cursor, _text.Length - Cursor); return true;
            case ConsoleKey.W: DeleteWord(); return true;
            default: return false;
        }
    }

    private void Insert(char c)
    {
        if (char.IsControl(c))
            return;
        _text.Insert(Cursor++, c);
    }

    private void Delete(int start, int length)
    {
        _text.Remove(start, length);
        Cursor = start;
    }

    private void DeleteWord()
    {
        var start = Cursor;
        while (start > 0 && _text[start - 1] == ' ')
            start--;
        while (start > 0 && _text[start - 1] != ' ')
            start--;
        Delete(start, Cursor - start);
    }

    // A surrogate pair is one character to whoever types.
    private int Before() => Cursor == 0 ? 0 : Cursor >= 2 && char.IsSurrogatePair(_text[Cursor - 2], _text[Cursor - 1]) ? 2 : 1;

    private int After() => Cursor == _text.Length ? 0 : Cursor + 1 < _text.Length && char.IsSurrogatePair(_text[Cursor], _text[Cursor + 1]) ? 2 : 1;

    private void Recall(int index)
    {
        if (index < 0 || index > _history.Count)
            return;
        _historyIndex = index;
        _text.Clear().Append(index == _history.Count ? "" : _history[index]);
        Cursor = _text.Length;
    }

    private string Finish()
    {
        var line = Text;
        if (line.Length > 0 && (_history.Count == 0 || _history[^1] != line))
            _history.Add(line);
        if (_history.Count > MaxHistory)
            _history.RemoveAt(0);
        _historyIndex = _history.Count;
        _text.Clear();
        Cursor = 0;
        return line;
    }
}
