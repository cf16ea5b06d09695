using Sockeye.Cli.Connect.Input;

namespace Sockeye.Cli.Tests.Connect.Input;

public class LineCommandTests
{
    [Theory]
    [InlineData("hello", "hello")]
    [InlineData(" /not a command", " /not a command")]
    [InlineData("//ping", "/ping")]
    public void Anything_without_a_slash_is_a_message(string line, string text) =>
        Assert.Equal(new LineCommand.Send(text), LineCommand.Parse(line));

    [Fact]
    public void Commands_are_read()
    {
        Assert.IsType<LineCommand.Ping>(LineCommand.Parse("/ping"));
        Assert.IsType<LineCommand.ShowHelp>(LineCommand.Parse("/help"));
        Assert.Equal(new LineCommand.Close(CloseCode.NormalClosure, null), LineCommand.Parse("/close"));
        Assert.Equal(new LineCommand.Close((CloseCode)4001, null), LineCommand.Parse("/close 4001"));
        Assert.Equal(new LineCommand.Close((CloseCode)4001, "good bye"), LineCommand.Parse("/close 4001 good bye"));
        Assert.Equal([0x00, 0xFF, 0x10], Assert.IsType<LineCommand.SendBytes>(LineCommand.Parse("/hex 00 ff10")).Bytes.ToArray());
    }

    [Theory]
    [InlineData("/dance")]
    [InlineData("/")]
    [InlineData("/close now")]
    [InlineData("/close 1004")]
    [InlineData("/close 1005")]
    [InlineData("/close 1006")]
    [InlineData("/close 1015")]
    [InlineData("/close 2000")]
    [InlineData("/close 5000")]
    [InlineData("/close 99999")]
    [InlineData("/hex 0")]
    [InlineData("/hex zz")]
    public void Commands_that_make_no_sense_say_why(string line) =>
        Assert.NotEmpty(Assert.IsType<LineCommand.Wrong>(LineCommand.Parse(line)).Text);

    [Theory]
    [InlineData(123, true)]
    [InlineData(124, false)]
    public void A_reason_has_at_most_123_bytes(int length, bool valid) =>
        Assert.Equal(valid, LineCommand.Parse($"/close 1000 {new string('x', length)}") is LineCommand.Close);
}
