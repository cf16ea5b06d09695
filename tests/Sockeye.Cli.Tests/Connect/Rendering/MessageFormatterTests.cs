using System.Text;
using Sockeye.Cli.Connect.Rendering;
using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Tests.Connect.Rendering;

public class MessageFormatterTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 17, 14, 3, 22, 45, TimeSpan.Zero);

    private readonly MessageFormatter _formatter = new(Style.Plain);

    [Fact]
    public void Messages_have_a_time_and_a_direction()
    {
        Assert.Equal("14:03:22.045 ← hello", _formatter.Received(Text("hello"), At));
        Assert.Equal("14:03:22.045 → hello", _formatter.Sent(Text("hello"), At));
        Assert.Equal("14:03:22.045 • Connected.", _formatter.Note("Connected.", At));
    }

    [Fact]
    public void Further_lines_stand_under_the_first() => Assert.Equal(
        "14:03:22.045 ← one\n               two", _formatter.Received(Text("one\ntwo"), At));

    [Fact]
    public void Json_is_indented() => Assert.Equal(
        "14:03:22.045 ← {\n                 \"a\": 1\n               }", _formatter.Received(Text("""{"a":1}"""), At));

    [Fact]
    public void Binary_is_dumped() => Assert.Equal(
        "14:03:22.045 ← (2 bytes)\n               00000000  68 69                                             |hi|",
        _formatter.Received(new WebSocketMessage(MessageType.Binary, "hi"u8.ToArray()), At));

    [Fact]
    public void Empty_messages_are_seen()
    {
        Assert.Equal("14:03:22.045 ← (empty text)", _formatter.Received(Text(""), At));
        Assert.Equal("14:03:22.045 ← (0 bytes)", _formatter.Received(new WebSocketMessage(MessageType.Binary, default), At));
    }

    [Theory]
    [InlineData("\e]52;c;ZXZpbA==\a")]
    [InlineData("""{"a":"\u001b[2J"}""")]
    [InlineData("{\"a\":\"\u009b2J\"}")]
    public void Nothing_that_a_peer_sends_reaches_the_terminal_raw(string text)
    {
        Assert.DoesNotContain(_formatter.Received(Text(text), At), c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain(_formatter.Note(text, At), char.IsControl);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public void A_long_text_is_cut_between_characters_and_the_rest_counted(int characters)
    {
        var shown = _formatter.Received(Text(string.Concat(Enumerable.Repeat("漢", characters))), At);
        Assert.DoesNotContain('\uFFFD', shown);
        var count = shown.Count(c => c == '漢');
        if (count < characters)
            Assert.EndsWith($"... {(characters - count) * 3:N0} more bytes", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 1, 20_000);
    }

    [Fact]
    public void For_pipes_messages_are_bare()
    {
        Assert.Equal("""{"a":1}""", MessageFormatter.Bare(Text("""{"a":1}""")));
        Assert.Equal("00ff10", MessageFormatter.Bare(new WebSocketMessage(MessageType.Binary, new byte[] { 0x00, 0xFF, 0x10 })));
    }

    private static WebSocketMessage Text(string text) => new(MessageType.Text, Encoding.UTF8.GetBytes(text));
}
