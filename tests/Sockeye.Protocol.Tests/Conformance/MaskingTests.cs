namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 6455 sections 5.1 and 5.3: clients mask, servers do not.</summary>
public class MaskingTests
{
    private const string MaskedHello = "81 85 37fa213d 7f9f4d5158";

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_server_unmasks_the_example_of_the_RFC(int chunk) =>
        Assert.Equal("text 'Hello'", Vector.ReadAs(Role.Server, Vector.Bytes(MaskedHello), chunk));

    [Theory]
    [InlineData("text", "81 05 'Hello'")]
    [InlineData("empty text", "81 00")]
    [InlineData("ping", "89 00")]
    [InlineData("close", "88 02 03e8")]
    public void A_server_refuses_a_frame_that_is_not_masked(string what, string frame)
    {
        foreach (var chunk in (int[])[1, 100])
            Assert.Equal("failed 1002 RFC 6455 section 5.1", Vector.ReadAs(Role.Server, Vector.Bytes(frame), chunk));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("text", MaskedHello)]
    [InlineData("with a key of zeros", "81 85 00000000 'Hello'")]
    [InlineData("pong", "8a 80 37fa213d")]
    public void A_client_refuses_a_frame_that_is_masked(string what, string frame)
    {
        foreach (var chunk in (int[])[1, 100])
            Assert.Equal("failed 1002 RFC 6455 section 5.1", Vector.ReadAs(Role.Client, Vector.Bytes(frame), chunk));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void Masking_is_the_plain_loop_of_the_RFC()
    {
        var random = new Random(5);
        byte[] key = [0x37, 0xfa, 0x21, 0x3d];
        for (var length = 0; length < 300; length++)
        {
            var payload = new byte[length];
            random.NextBytes(payload);
            var expected = payload.Select((octet, i) => (byte)(octet ^ key[i % 4])).ToArray();
            // Two stretches, cut anywhere: the key goes on where it stopped.
            var cut = random.Next(length + 1);
            var masking = BitConverter.ToUInt32(key);
            Masking.Apply(payload.AsSpan(0, cut), masking);
            Masking.Apply(payload.AsSpan(cut), Masking.Rotate(masking, cut));
            Assert.Equal(expected, payload);
        }
    }
}
