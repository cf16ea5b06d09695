namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 6455 sections 5.5, 5.5.2 and 5.5.3: control frames, as received.</summary>
public class ControlFrameTests
{
    [Theory]
    [InlineData("an empty ping", "89 00", "ping ''")]
    [InlineData("the longest ping", "89 7d 61*125", "ping 125 bytes")]
    [InlineData("the longest pong", "8a 7d 61*125", "pong 125 bytes")]
    [InlineData("a pong nobody asked for", "8a 04 'beat'", "pong 'beat'")]
    [InlineData("one after the other", "89 01 'a' 89 01 'b' 8a 01 'c'", "ping 'a', ping 'b', pong 'c'")]
    public void A_control_frame_is_read(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("ping", "89 7e 007e 61*126")]
    [InlineData("pong", "8a 7e 007e 61*126")]
    [InlineData("close", "88 7e 007e 03e8 61*124")]
    [InlineData("ping of 64 KiB", "89 7f 0000000000010000")]
    public void More_than_125_bytes_are_refused(string what, string frame)
    {
        Assert.Equal("failed 1002 RFC 6455 section 5.5", Vector.Read(frame));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("ping", "09 00")]
    [InlineData("pong", "0a 02 'hi'")]
    [InlineData("close", "08 02 03e8")]
    [InlineData("ping inside a message", "01 01 'a' 09 00")]
    public void A_fragmented_control_frame_is_refused(string what, string frame)
    {
        Assert.Equal("failed 1002 RFC 6455 section 5.5", Vector.Read(frame));
        Assert.NotEmpty(what);
    }
}
