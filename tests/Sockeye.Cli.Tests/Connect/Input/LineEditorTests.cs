using Sockeye.Cli.Connect.Input;

namespace Sockeye.Cli.Tests.Connect.Input;

public class LineEditorTests
{
    private readonly LineEditor _editor = new();

    [Fact]
    public void Typing_makes_a_line_and_Enter_finishes_it()
    {
        Type("hello");
        Assert.Equal("hello", Press(ConsoleKey.Enter));
        Assert.Equal(("", 0), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void The_cursor_moves_and_edits_in_the_middle()
    {
        Type("helo");
        Press(ConsoleKey.LeftArrow);
        Type("l");
        Press(ConsoleKey.Home);
        Press(ConsoleKey.Delete);
        Type("H");
        Press(ConsoleKey.End);
        Type("?!");
        Press(ConsoleKey.Backspace);
        Assert.Equal("Hello?", _editor.Text);
    }

    [Fact]
    public void Keys_at_the_ends_do_nothing()
    {
        Press(ConsoleKey.Backspace);
        Press(ConsoleKey.Delete);
        Press(ConsoleKey.LeftArrow);
        Press(ConsoleKey.RightArrow);
        Press(ConsoleKey.UpArrow);
        Press(ConsoleKey.DownArrow);
        Assert.Equal(("", 0), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void An_emoji_is_one_character()
    {
        Type("a👋b");
        Press(ConsoleKey.LeftArrow);
        Press(ConsoleKey.LeftArrow);
        Assert.Equal(1, _editor.Cursor);
        Press(ConsoleKey.Delete);
        Assert.Equal("ab", _editor.Text);
    }

    [Fact]
    public void Control_keys_cut()
    {
        Type("one two  three");
        Control(ConsoleKey.W);
        Assert.Equal("one two  ", _editor.Text);
        Control(ConsoleKey.W);
        Assert.Equal("one ", _editor.Text);
        Press(ConsoleKey.LeftArrow);
        Control(ConsoleKey.K);
        Assert.Equal("one", _editor.Text);
        Control(ConsoleKey.U);
        Assert.Equal("", _editor.Text);
        Control(ConsoleKey.B);
        Assert.Equal("", _editor.Text);
    }

    [Fact]
    public void Earlier_lines_come_back_with_the_arrow_keys()
    {
        foreach (var line in new[] { "one", "two", "two", "" })
        {
            Type(line);
            Press(ConsoleKey.Enter);
        }

        Press(ConsoleKey.UpArrow);
        Assert.Equal("two", _editor.Text);
        Press(ConsoleKey.UpArrow);
        Assert.Equal("one", _editor.Text);
        Press(ConsoleKey.UpArrow);
        Assert.Equal("one", _editor.Text);
        Press(ConsoleKey.DownArrow);
        Press(ConsoleKey.DownArrow);
        Assert.Equal("", _editor.Text);
    }

    private void Type(string text)
    {
        foreach (var c in text)
            _editor.Press(new ConsoleKeyInfo(c, ConsoleKey.None, false, false, false));
    }

    private string? Press(ConsoleKey key) => _editor.Press(new ConsoleKeyInfo('\0', key, false, false, false));

    private void Control(ConsoleKey key) => _editor.Press(new ConsoleKeyInfo((char)(key - ConsoleKey.A + 1), key, false, false, true));
}
