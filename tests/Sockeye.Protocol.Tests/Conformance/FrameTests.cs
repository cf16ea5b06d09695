namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 6455 section 5.2: the base framing, as received.</summary>
public class FrameTests
{
    [Theory]
    [InlineData("section 5.7: text", "81 05 'Hello'", "text 'Hello'")]
    [InlineData("section 5.7: text in two fragments", "01 03 'Hel' 80 02 'lo'", "text 'Hello'")]
    [InlineData("section 5.7: ping", "89 05 'Hello'", "ping 'Hello'")]
    [InlineData("section 5.7: 256 bytes", "82 7e 0100 00*256", "binary 256 bytes")]
    [InlineData("section 5.7: 64 KiB", "82 7f 0000000000010000 00*65536", "binary 65536 bytes")]
    [InlineData("pong", "8a 02 'hi'", "pong 'hi'")]
    [InlineData("empty text", "81 00", "text ''")]
    [InlineData("empty binary", "82 00", "binary ")]
    [InlineData("two messages", "81 01 'a' 82 02 00ff", "text 'a', binary 00ff")]
    [InlineData("a header cut short", "81 7e 01", ", unfinished")]
    [InlineData("a payload cut short", "81 05 'Hel'", ", unfinished")]
    public void A_frame_is_read(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("7 bits, longest", "82 7d 00*125", 125)]
    [InlineData("16 bits, shortest", "82 7e 007e 00*126", 126)]
    [InlineData("16 bits, longest", "82 7e ffff 00*65535", 65535)]
    [InlineData("64 bits, shortest", "82 7f 0000000000010000 00*65536", 65536)]
    public void Each_form_of_length_is_read_to_its_limits(string what, string frames, int length)
    {
        Assert.Equal($"binary {length} bytes", Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("RSV1", "c1 00")]
    [InlineData("RSV2", "a1 00")]
    [InlineData("RSV3", "91 00")]
    [InlineData("all of them", "f1 00")]
    [InlineData("RSV1 on a continuation", "01 00 c0 00")]
    [InlineData("RSV2 on a ping", "a9 00")]
    public void A_reserved_bit_is_refused(string what, string frames)
    {
        Assert.Equal("failed 1002 RFC 6455 section 5.2", Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData(0x3)]
    [InlineData(0x4)]
    [InlineData(0x5)]
    [InlineData(0x6)]
    [InlineData(0x7)]
    [InlineData(0xB)]
    [InlineData(0xC)]
    [InlineData(0xD)]
    [InlineData(0xE)]
    [InlineData(0xF)]
    public void A_reserved_opcode_is_refused(int opcode) =>
        Assert.Equal("failed 1002 RFC 6455 section 5.2", Vector.Read($"{0x80 | opcode:x2} 00"));

    [Theory]
    [InlineData("125 in 16 bits", "82 7e 007d 00*125")]
    [InlineData("0 in 16 bits", "82 7e 0000")]
    [InlineData("65,535 in 64 bits", "82 7f 000000000000ffff 00*65535")]
    [InlineData("0 in 64 bits", "82 7f 0000000000000000")]
    public void A_length_in_more_bytes_than_it_needs_is_refused(string what, string frames)
    {
        Assert.Equal("failed 1002 RFC 6455 section 5.2", Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("2^63", "82 7f 8000000000000000")]
    [InlineData("2^64 - 1", "82 7f ffffffffffffffff")]
    public void A_length_with_the_highest_bit_set_is_refused(string what, string frames)
    {
        Assert.Equal("failed 1002 RFC 6455 section 5.2", Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void A_refusal_comes_with_the_byte_that_shows_it()
    {
        // One byte is enough for a reserved opcode, two for a frame that is not masked.
        Assert.Equal("failed 1002 RFC 6455 section 5.2", Vector.ReadAs(Role.Server, [0x83], chunk: 1));
        Assert.Equal("failed 1002 RFC 6455 section 5.1", Vector.ReadAs(Role.Server, [0x81, 0x7e], chunk: 1));
    }

    [Fact]
    public void Nothing_is_read_after_a_failure() =>
        Assert.Equal("text 'a', failed 1002 RFC 6455 section 5.2", Vector.Read("81 01 'a' 83 00 81 01 'b'"));
}
