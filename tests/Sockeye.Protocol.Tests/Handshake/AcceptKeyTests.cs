namespace Sockeye.Protocol.Tests;

/// <summary>RFC 6455 sections 1.3, 4.1 and 4.2.2: the key and its answer.</summary>
public class AcceptKeyTests
{
    [Fact]
    public void Accept_value_is_that_of_the_RFC() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", AcceptKey.Compute("dGhlIHNhbXBsZSBub25jZQ=="));

    [Theory]
    [InlineData("16 zero bytes", "AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("both digits that are neither letters nor numbers", "+/+/+/+/+/+/+/+/+/+/+g==")]
    [InlineData("unused bits that are not zero still decode", "AAAAAAAAAAAAAAAAAAAAAB==")]
    public void Keys_of_16_bytes_are_valid(string what, string key) => Assert.True(AcceptKey.IsValidKey(key), what);

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("15 bytes", "AAAAAAAAAAAAAAAAAAAA")]
    [InlineData("17 bytes", "AAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("18 bytes", "AAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("no padding", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("half of the padding", "AAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("too much padding", "AAAAAAAAAAAAAAAAAAAAA===")]
    [InlineData("padding in the middle", "AAAAAAAAAA==AAAAAAAAAA==")]
    [InlineData("a space inside", "AAAAAAAAAA AAAAAAAAAAA==")]
    [InlineData("a line break inside", "AAAAAAAAAA\nAAAAAAAAAAA==")]
    [InlineData("the URL alphabet", "AAAAAAAAAA-_AAAAAAAAAA==")]
    [InlineData("not ASCII", "AAAAAAAAAAéAAAAAAAAAAA==")]
    [InlineData("two keys", "AAAAAAAAAAAAAAAAAAAAAA==, AAAAAAAAAAAAAAAAAAAAAA==")]
    public void Other_keys_are_not(string what, string key) => Assert.False(AcceptKey.IsValidKey(key), what);

    [Fact]
    public void Computing_allocates_the_answer_and_nothing_else()
    {
        AcceptKey.Compute(Handshakes.SampleKey);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var accept = AcceptKey.Compute(Handshakes.SampleKey);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        before = GC.GetAllocatedBytesForCurrentThread();
        _ = new string('x', accept.Length);
        Assert.Equal(GC.GetAllocatedBytesForCurrentThread() - before, allocated);
    }
}
