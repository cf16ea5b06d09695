namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 7692 section 6: which frames say that a message is compressed. <c>f248cdc9c90700</c> is "Hello" (section 7.2.3.1).</summary>
public class CompressedMessageTests
{
    [Theory]
    [InlineData("one frame", "c1 07 f248cdc9c90700", "text 'Hello'")]
    [InlineData("section 7.2.3.1: two fragments", "41 03 f248cd 80 04 c9c90700", "text 'Hello'")]
    [InlineData("a fragment for each byte", "41 01 f2 00 01 48 00 01 cd 00 01 c9 00 01 c9 00 01 07 80 01 00", "text 'Hello'")]
    [InlineData("an empty last fragment", "41 07 f248cdc9c90700 80 00", "text 'Hello'")]
    [InlineData("a ping between", "41 03 f248cd 89 02 'hi' 80 04 c9c90700", "ping 'hi', text 'Hello'")]
    [InlineData("binary", "c2 07 f248cdc9c90700", "binary 48656c6c6f")]
    [InlineData("section 7.2.3.6: an empty message", "c1 01 00", "text ''")]
    public void A_compressed_message_may_span_frames(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames, compressed: true));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("one frame", "81 05 'Hello'", "text 'Hello'")]
    [InlineData("between compressed ones", "c1 07 f248cdc9c90700 81 01 'a' c1 07 f248cdc9c90700", "text 'Hello', text 'a', text 'Hello'")]
    public void A_message_without_the_mark_is_taken_as_it_is(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames, compressed: true));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("ping", "c9 00")]
    [InlineData("pong", "ca 00")]
    [InlineData("close", "c8 02 03e8")]
    public void A_marked_control_frame_is_refused(string what, string frame)
    {
        Assert.Equal("failed 1002 RFC 7692 section 6.1", Vector.Read(frame, compressed: true));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("of a compressed message", "41 03 f248cd c0 04 c9c90700")]
    [InlineData("of a plain message", "01 02 'He' c0 03 'llo'")]
    public void A_marked_continuation_is_refused(string what, string frames)
    {
        Assert.Equal("failed 1002 RFC 7692 section 6.1", Vector.Read(frames, compressed: true));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void The_mark_without_negotiation_is_refused() =>
        Assert.Equal("failed 1002 RFC 6455 section 5.2", Vector.Read("c1 07 f248cdc9c90700"));

    [Theory]
    [InlineData("RSV2", "a1 00")]
    [InlineData("RSV1 and RSV3", "d1 00")]
    public void Compression_gives_no_meaning_to_other_bits(string what, string frame)
    {
        Assert.Equal("failed 1002 RFC 6455 section 5.2", Vector.Read(frame, compressed: true));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void A_payload_that_does_not_inflate_is_refused() =>
        Assert.Equal("failed 1007 RFC 7692 section 7.2.2", Vector.Read("c1 04 ffffffff", compressed: true));

    [Fact]
    public void Inflated_text_must_be_UTF_8() =>
        Assert.Equal("failed 1007 RFC 6455 section 8.1", Vector.Read("c1 07 00 0100 feff ff 00", compressed: true));
}
