using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Tests.Terminal;

public class StyleTests
{
    [Theory]
    [InlineData(false, null, "xterm-256color", true)]
    [InlineData(true, null, "xterm-256color", false)]
    [InlineData(false, "1", "xterm-256color", false)]
    [InlineData(false, "", "xterm-256color", true)]
    [InlineData(false, null, "dumb", false)]
    public void Colours_only_a_terminal_that_wants_them(bool redirected, string? noColor, string term, bool colored)
    {
        var style = Style.For(redirected, name => name switch { "NO_COLOR" => noColor, "TERM" => term, _ => null });
        Assert.Equal(colored, style.Colored);
        Assert.Equal(colored ? "\e[31mx\e[0m" : "x", style.Bad("x"));
    }
}
