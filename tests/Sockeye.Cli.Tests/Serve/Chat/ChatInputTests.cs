using Sockeye.Cli.Serve.Chat;

namespace Sockeye.Cli.Tests.Serve.Chat;

public class ChatInputTests
{
    [Theory]
    [InlineData("Ada", "Ada")]
    [InlineData("  Ada \t\n Lovelace  ", "Ada Lovelace")]
    [InlineData("A\u0000d\u001b\u009fa", "Ada")]
    [InlineData("Ad\u200Ba\u202E", "Ada")]
    [InlineData("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>")]
    [InlineData("👩‍🚀", "👩‍🚀")]
    [InlineData("12345678901234567890123456789012", "12345678901234567890123456789012")]
    public void A_name_is_one_line_without_what_cannot_be_seen(string raw, string name) =>
        Assert.Equal(name, ChatInput.Name(raw));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u200B\u0007 ")]
    [InlineData("123456789012345678901234567890123")]
    public void A_name_of_no_or_too_many_characters_is_not_taken(string? raw) => Assert.Null(ChatInput.Name(raw));

    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData(" a\r\nb\tc \n", "a\nb c")]
    [InlineData("\u001b[31mred\u0000", "[31mred")]
    [InlineData("abc\u202Ecba\u2066x\u2069", "abccbax")]
    [InlineData("שלום‏ world", "שלום‏ world")]
    public void A_text_keeps_its_lines_and_loses_control_characters(string raw, string text) =>
        Assert.Equal(text, ChatInput.Text(raw));

    [Theory]
    [InlineData(1, true)]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    [InlineData(0, false)]
    public void A_text_has_1_to_2000_characters(int length, bool taken) =>
        Assert.Equal(taken, ChatInput.Text(new string('x', length)) is not null);

    [Theory]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789abcde", false)]
    [InlineData("0123456789abcde!", false)]
    [InlineData(null, false)]
    public void A_key_has_16_to_64_plain_characters(string? key, bool valid) => Assert.Equal(valid, ChatInput.IsKey(key));

    [Fact]
    public void A_key_of_65_characters_is_none() => Assert.False(ChatInput.IsKey(new string('a', 65)));

    [Theory]
    [InlineData("9a1e", "9a1e")]
    [InlineData("", null)]
    [InlineData("a b", null)]
    [InlineData(null, null)]
    public void A_ref_that_is_none_is_dropped(string? raw, string? reference) => Assert.Equal(reference, ChatInput.Ref(raw));
}
