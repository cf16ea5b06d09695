using System.Text;
using Sockeye.Cli.Connect.Rendering;

namespace Sockeye.Cli.Tests.Connect.Rendering;

public class PrettyJsonTests
{
    [Fact]
    public void Objects_are_indented_and_values_stay_as_they_were() => Assert.Equal(
        """
        {
          "a": [
            1.50,
            1e400,
            "ä<b>"
          ],
          "a": null
        }
        """.ReplaceLineEndings("\n"),
        Format("""{"a":[1.50,1e400,"ä<b>"],"a":null}"""));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    public void Anything_else_is_left_alone(string text) => Assert.Null(Format(text));

    [Fact]
    public void Deep_nesting_is_left_alone() => Assert.Null(Format(new string('[', 5000) + new string(']', 5000)));

    private static string? Format(string text) => PrettyJson.Format(Encoding.UTF8.GetBytes(text));
}
