using System.Buffers;

namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>RFC 6455 sections 5.2, 5.3 and 5.7: frames as sent.</summary>
public class FrameWriterTests
{
    private const uint Key = 0x3d21fa37;

    [Theory]
    [InlineData("text", 0x1, true, "'Hello'", "81 05 'Hello'")]
    [InlineData("first fragment", 0x1, false, "'Hel'", "01 03 'Hel'")]
    [InlineData("last fragment", 0x0, true, "'lo'", "80 02 'lo'")]
    [InlineData("ping", 0x9, true, "'Hello'", "89 05 'Hello'")]
    [InlineData("256 bytes", 0x2, true, "00*256", "82 7e 0100 00*256")]
    [InlineData("64 KiB", 0x2, true, "00*65536", "82 7f 0000000000010000 00*65536")]
    public void The_examples_of_the_RFC(string what, int opcode, bool fin, string payload, string frame)
    {
        Assert.Equal(Vector.Bytes(frame), Write((Opcode)opcode, fin, Vector.Bytes(payload), null));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void The_masked_examples_of_the_RFC()
    {
        Assert.Equal(Vector.Bytes("81 85 37fa213d 7f9f4d5158"), Write(Opcode.Text, true, "Hello"u8.ToArray(), Key));
        Assert.Equal(Vector.Bytes("8a 85 37fa213d 7f9f4d5158"), Write(Opcode.Pong, true, "Hello"u8.ToArray(), Key));
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(125, "7d")]
    [InlineData(126, "7e 007e")]
    [InlineData(65535, "7e ffff")]
    [InlineData(65536, "7f 0000000000010000")]
    [InlineData(100_000, "7f 00000000000186a0")]
    public void Lengths_are_in_their_shortest_form(int length, string expected)
    {
        var frame = Write(Opcode.Binary, true, new byte[length], null);
        Assert.Equal(Vector.Bytes($"82 {expected}"), frame[..^length]);
        Assert.Equal(FrameHeader.SizeOf(length, masked: false), frame.Length - length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(126)]
    [InlineData(70_000)]
    public void What_is_masked_is_read_again_and_the_senders_bytes_stay_as_they_were(int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        var copy = payload.ToArray();
        foreach (var room in (int[])[16, 1 << 20])
        {
            var frame = Write(Opcode.Binary, true, payload, Key, room);
            Assert.Equal(copy, payload);
            Assert.Equal(Vector.Mask(Write(Opcode.Binary, true, payload, null)), frame);
        }
    }

    [Fact]
    public void Reserved_bits_are_zero_but_for_a_compressed_message()
    {
        Assert.Equal(0x82, Write(Opcode.Binary, true, [], null)[0]);
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Write(output, Opcode.Binary, fin: true, rsv1: true, [], null);
        Assert.Equal(0xC2, output.WrittenSpan[0]);
    }

    private static byte[] Write(Opcode opcode, bool fin, byte[] payload, uint? key, int room = 256)
    {
        var output = new ArrayBufferWriter<byte>(room);
        FrameWriter.Write(output, opcode, fin, rsv1: false, payload, key);
        return output.WrittenSpan.ToArray();
    }
}
