using System.Text;

namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 6455 sections 5.5.1, 7.1.5, 7.1.6 and 7.4: close frames, received and sent.</summary>
public class CloseFrameTests
{
    [Theory]
    [InlineData("no code", "88 00", "close 1005 ''")]
    [InlineData("a code", "88 02 03e8", "close 1000 ''")]
    [InlineData("a code and a reason", "88 05 03e9 'bye'", "close 1001 'bye'")]
    [InlineData("a reason in UTF-8", "88 06 03e8 e29883 21", "close 1000 '\u2603!'")]
    [InlineData("the longest reason", "88 7d 0fa0 61*123",
        "close 4000 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'")]
    public void Code_and_reason_are_read(string what, string frame, string expected)
    {
        Assert.Equal(expected, Vector.Read(frame));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void Half_a_code_is_refused() =>
        Assert.Equal("failed 1002 RFC 6455 section 5.5.1", Vector.Read("88 01 03"));

    [Theory]
    [InlineData("a byte that begins nothing", "88 03 03e8 ff")]
    [InlineData("a character cut short", "88 04 03e8 e298")]
    [InlineData("a surrogate", "88 05 03e8 eda080")]
    public void A_reason_that_is_not_UTF_8_is_refused(string what, string frame)
    {
        Assert.Equal("failed 1007 RFC 6455 section 5.5.1", Vector.Read(frame));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void Each_code_is_taken_or_refused_as_the_registry_says()
    {
        int[] assigned = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
        for (var code = 0; code <= ushort.MaxValue; code++)
        {
            var allowed = assigned.Contains(code) || code is >= 3000 and <= 4999;
            byte[] payload = [(byte)(code >> 8), (byte)code];
            Assert.Equal(allowed, CloseFrame.TryRead(payload, out _, out _, out var failure));
            Assert.Equal(allowed ? null : CloseCode.ProtocolError, failure?.Code);
            Assert.Equal(allowed, CloseFrame.IsSendable((CloseCode)code));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public void A_code_that_is_never_on_the_wire_is_the_callers_mistake(int code) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CloseFrame.Validate((CloseCode)code, ""));

    [Fact]
    public void Without_a_code_nothing_is_written_not_1005()
    {
        CloseFrame.Validate(CloseCode.NoStatusReceived, "");
        Assert.Equal(0, CloseFrame.Write(new byte[125], CloseCode.NoStatusReceived, ""));
        Assert.Throws<ArgumentException>(() => CloseFrame.Validate(CloseCode.NoStatusReceived, "why"));
    }

    [Fact]
    public void Code_and_reason_are_written()
    {
        var payload = new byte[125];
        Assert.Equal(5, CloseFrame.Write(payload, CloseCode.GoingAway, "bye"));
        Assert.Equal(Vector.Bytes("03e9 'bye'"), payload[..5]);
    }

    [Fact]
    public void A_reason_of_more_than_123_bytes_is_the_callers_mistake()
    {
        CloseFrame.Validate(CloseCode.NormalClosure, new string('a', 123));
        Assert.Throws<ArgumentException>(() => CloseFrame.Validate(CloseCode.NormalClosure, new string('a', 124)));
        Assert.Throws<ArgumentException>(() => CloseFrame.Validate(CloseCode.NormalClosure, new string('\u2603', 42)));
    }

    [Fact]
    public void A_reason_of_ours_is_cut_at_a_character()
    {
        var cut = CloseFrame.Fit(new string('\u2603', 50));
        Assert.Equal(123, Encoding.UTF8.GetByteCount(cut));
        Assert.Equal(new string('\u2603', 41), cut);
    }

    [Theory]
    [InlineData("a message", "88 02 03e8 81 01 'a'")]
    [InlineData("a second close", "88 02 03e8 88 02 03e9")]
    [InlineData("garbage", "88 02 03e8 ffffff")]
    public void What_follows_a_close_frame_is_ignored(string what, string frames)
    {
        Assert.Equal("close 1000 ''", Vector.Read(frames));
        Assert.NotEmpty(what);
    }
}
