namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 6455 section 5.4: fragmentation.</summary>
public class FragmentTests
{
    [Theory]
    [InlineData("two fragments", "01 03 'Hel' 80 02 'lo'", "text 'Hello'")]
    [InlineData("three fragments", "02 01 01 00 01 02 80 01 03", "binary 010203")]
    [InlineData("an empty first fragment", "01 00 80 02 'hi'", "text 'hi'")]
    [InlineData("an empty last fragment", "01 02 'hi' 80 00", "text 'hi'")]
    [InlineData("only empty fragments", "01 00 00 00 80 00", "text ''")]
    [InlineData("each byte a fragment", "01 01 'a' 00 01 'b' 00 01 'c' 80 01 'd'", "text 'abcd'")]
    [InlineData("a message after it", "01 01 'a' 80 01 'b' 82 01 ff", "text 'ab', binary ff")]
    [InlineData("not ended yet", "01 01 'a' 00 01 'b'", ", unfinished")]
    public void A_fragmented_message_is_joined_in_order(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("text", "01 01 'a' 80 01 'b'", "text 'ab'")]
    [InlineData("binary", "02 01 'a' 80 01 'b'", "binary 6162")]
    public void The_first_fragment_says_the_type(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("a ping", "01 01 'a' 89 02 'hi' 80 01 'b'", "ping 'hi', text 'ab'")]
    [InlineData("a pong", "01 01 'a' 8a 00 80 01 'b'", "pong '', text 'ab'")]
    [InlineData("several", "01 00 89 01 'x' 00 01 'a' 89 01 'y' 80 00", "ping 'x', ping 'y', text 'a'")]
    [InlineData("a close, which ends it", "01 01 'a' 88 02 03e8 80 01 'b'", "close 1000 '', unfinished")]
    public void A_control_frame_between_fragments_is_handled_at_once(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("a continuation first", "80 01 'a'", "failed 1002 RFC 6455 section 5.4")]
    [InlineData("a continuation that would go on", "00 01 'a'", "failed 1002 RFC 6455 section 5.4")]
    [InlineData("a continuation after a whole message", "81 01 'a' 80 01 'b'", "text 'a', failed 1002 RFC 6455 section 5.4")]
    [InlineData("a continuation after the last fragment", "01 00 80 00 80 00", "text '', failed 1002 RFC 6455 section 5.4")]
    public void A_continuation_of_nothing_is_refused(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("text inside text", "01 01 'a' 81 01 'b'")]
    [InlineData("binary inside text", "01 01 'a' 02 01 'b'")]
    [InlineData("text after an empty fragment", "01 00 81 00")]
    public void A_message_inside_another_is_refused(string what, string frames)
    {
        Assert.Equal("failed 1002 RFC 6455 section 5.4", Vector.Read(frames));
        Assert.NotEmpty(what);
    }
}
