using Sockeye.Cli.Connect;
using Sockeye.Cli.Connect.Input;

namespace Sockeye.Cli.Tests.Connect;

public sealed class ScreenTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly Screen _screen;

    public ScreenTests() => _screen = new Screen(_output, () => 40);

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Without_a_line_being_typed_text_goes_out_as_it_is()
    {
        _screen.Show("one");
        Assert.Equal("one\n", _output.ToString());
    }

    [Fact]
    public void What_is_shown_goes_above_the_line_being_typed()
    {
        _screen.BeginTyping(new LineEditor());
        _screen.Press(new ConsoleKeyInfo('h', ConsoleKey.H, false, false, false));
        _output.GetStringBuilder().Clear();
        _screen.Show("news");
        Assert.Equal("\r\e[Knews\n\r\e[K> h\e7\e8", _output.ToString());
    }

    [Theory]
    [InlineData("hello", 5, 10, "hello", "")]
    [InlineData("hello", 2, 10, "he", "llo")]
    [InlineData("0123456789abcdef", 16, 10, "6789abcdef", "")]
    [InlineData("0123456789abcdef", 0, 10, "", "0123456789")]
    [InlineData("0123456789abcdef", 12, 10, "23456789ab", "")]
    public void A_long_line_shows_the_part_around_the_cursor(string text, int cursor, int room, string before, string after) =>
        Assert.Equal((before, after), Screen.Visible(text, cursor, room));

    [Fact]
    public void No_character_is_cut_in_two() =>
        Assert.Equal("bcdefghij", Screen.Visible("👋bcdefghij", 11, 10).Before);
}
