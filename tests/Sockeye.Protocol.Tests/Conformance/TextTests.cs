namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 6455 sections 5.6 and 8.1: text is UTF-8, wherever its frames and the transport's pieces are cut.</summary>
public class TextTests
{
    private const string NotUtf8 = "failed 1007 RFC 6455 section 8.1";

    [Theory]
    [InlineData("two, three and four bytes", "81 09 c3a9 e29883 f09f9882", "text '\u00e9\u2603\U0001F602'")]
    [InlineData("a character across fragments", "01 01 e2 00 01 98 80 01 83", "text '\u2603'")]
    [InlineData("a control frame inside a character", "01 02 e298 89 00 80 01 83", "ping '', text '\u2603'")]
    [InlineData("the first of each length", "81 09 c280 e0a080 f0908080", "text '\u0080\u0800\U00010000'")]
    [InlineData("the last of all", "81 04 f48fbfbf", "text '\U0010FFFF'")]
    [InlineData("around the surrogates", "81 06 ed9fbf ee8080", "text '\uD7FF\uE000'")]
    [InlineData("a null", "81 01 00", "text '\0'")]
    public void Text_is_read(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("a continuation byte first", "81 01 80")]
    [InlineData("a byte that is never used", "81 01 ff")]
    [InlineData("an overlong slash", "81 02 c0af")]
    [InlineData("overlong in three bytes", "81 03 e080af")]
    [InlineData("overlong in four bytes", "81 04 f08080af")]
    [InlineData("a surrogate", "81 03 eda080")]
    [InlineData("beyond the last", "81 04 f4908080")]
    [InlineData("five bytes", "81 05 f888808080")]
    [InlineData("a character cut short by ASCII", "81 03 e298 'a'")]
    [InlineData("a character cut short by the end", "81 02 e298")]
    [InlineData("cut short by the end of the last fragment", "01 02 e298 80 00")]
    [InlineData("wrong in the second fragment", "01 02 'ok' 80 01 ff")]
    [InlineData("wrong across fragments", "01 01 e2 80 01 'a'")]
    public void Text_that_is_not_UTF_8_is_refused(string what, string frames)
    {
        Assert.Equal(NotUtf8, Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("the message goes on for long", "81 7e 0400 'Hello' ff")]
    [InlineData("the second byte settles it", "81 04 f490")]
    [InlineData("a surrogate's second byte", "01 03 eda0")]
    public void It_is_refused_at_the_first_impossible_byte(string what, string frames)
    {
        Assert.Equal(NotUtf8, Vector.Read(frames));
        // Without that byte it could still become text.
        Assert.Equal(", unfinished", Vector.Read(frames[..^2]));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void Binary_may_be_anything() => Assert.Equal("binary c0afff80", Vector.Read("82 04 c0afff80"));
}
