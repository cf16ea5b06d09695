namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 6455 section 10.4: limits, which hold before memory is spent.</summary>
public class LimitTests
{
    private const string TooBig = "failed 1009 RFC 6455 section 10.4";

    private static readonly MessageLimits Small = new(MaxMessageSize: 100, MaxFramesPerMessage: 3);

    [Theory]
    [InlineData("as large as allowed", "82 64 00*100", "binary 100 bytes")]
    [InlineData("as large as allowed, in fragments", "02 32 00*50 80 32 00*50", "binary 100 bytes")]
    [InlineData("as many frames as allowed", "02 00 00 00 80 00", "binary ")]
    [InlineData("pings do not count", "02 01 00 89 00 89 00 89 00 80 01 00", "ping '', ping '', ping '', binary 0000")]
    public void What_is_within_the_limits_passes(string what, string frames, string expected)
    {
        Assert.Equal(expected, Vector.Read(frames, limits: Small));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("one frame", "82 65")]
    [InlineData("in fragments", "02 64 00*100 80 01")]
    [InlineData("64 KiB", "82 7f 0000000000010000")]
    [InlineData("2^63 - 1, the largest there is", "82 7f 7fffffffffffffff")]
    [InlineData("2^63 - 1 after a fragment", "02 01 00 80 7f 7fffffffffffffff")]
    public void A_message_too_big_is_refused_at_its_header(string what, string frames)
    {
        Assert.Equal(TooBig, Vector.Read(frames, limits: Small));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void A_message_of_too_many_frames_is_refused() =>
        Assert.Equal("failed 1008 RFC 6455 section 10.4", Vector.Read("02 00 00 00 00 00 00 00", limits: Small));

    [Fact]
    public void A_bomb_is_refused_at_the_limit()
    {
        // 16 MiB of zeros in some 16 KB, inflated at most 16 KiB beyond the limit.
        using var compressor = new MessageCompressor(new(true, true, 15, 15), Role.Server, new PerMessageDeflateOptions());
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        compressor.Compress(new byte[16 << 20], endOfMessage: true, output);
        byte[] frame = [0xC2, 0x7F, .. BitConverter.GetBytes((ulong)output.WrittenCount).Reverse(), .. output.WrittenSpan];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(TooBig, Vector.ReadAs(Role.Client, frame, frame.Length, compressed: true, new MessageLimits(1 << 16, 10)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_claimed_length_costs_no_memory()
    {
        var limits = new MessageLimits(long.MaxValue, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(", unfinished", Vector.ReadAs(Role.Client, Vector.Bytes("82 7f 7fffffffffffffff 00"), 100, limits: limits));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
