using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Tests.Terminal;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain text, ünïcode and 漢字", "plain text, ünïcode and 漢字")]
    [InlineData("\e[31mred\e[0m", @"\e[31mred\e[0m")]
    [InlineData("\e]0;title\a", @"\e]0;title\x07")]
    [InlineData("a\r\nb\tc", @"a\r\nb\tc")]
    [InlineData("\u009b31m", @"\u009B31m")]
    [InlineData("\u007f", @"\x7F")]
    [InlineData("evil\u202Etxt", @"evil\u202Etxt")]
    [InlineData("zero\u200Bwidth\uFEFF", @"zero\u200Bwidth\uFEFF")]
    [InlineData("line\u2028separator", @"line\u2028separator")]
    [InlineData("tag \U000E0041", @"tag \U000E0041")]
    [InlineData("👩‍🚀 flies", "👩‍🚀 flies")]
    public void Line_shows_what_moves_the_cursor_by_its_code(string text, string shown) =>
        Assert.Equal(shown, TerminalText.Line(text));

    [Fact]
    public void A_lone_surrogate_is_shown_by_its_code() =>
        Assert.Equal(@"a\uD83Db", TerminalText.Line("a" + (char)0xD83D + "b"));

    [Fact]
    public void Lines_keeps_line_ends_and_tabs_and_nothing_else() =>
        Assert.Equal("a\nb\n\tc\\e[2J", TerminalText.Lines("a\r\nb\n\tc\e[2J"));

    [Fact]
    public void Text_without_anything_to_escape_is_not_copied()
    {
        var text = new string('x', 100);
        Assert.Same(text, TerminalText.Line(text));
    }

    [Fact]
    public void No_control_character_survives()
    {
        var all = string.Concat(Enumerable.Range(0, 0xA0).Select(i => (char)i));
        Assert.DoesNotContain(TerminalText.Line(all), char.IsControl);
        Assert.DoesNotContain(TerminalText.Lines(all), c => char.IsControl(c) && c is not ('\n' or '\t'));
    }
}
