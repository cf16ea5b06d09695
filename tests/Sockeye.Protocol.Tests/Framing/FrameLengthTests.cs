using Sockeye.Protocol.Tests.Messages;

namespace Sockeye.Protocol.Tests.Framing;

/// <summary>RFC 6455 section 5.2: the three forms of a payload's length, each only for what no shorter one can say.</summary>
public class FrameLengthTests
{
    private static readonly MessageLimits Roomy = new(1 << 24, 16);

    public static TheoryData<string, string, string> Vectors { get; } = new()
    {
        { "7 bits: nothing", "82 00", "binary " },
        { "7 bits: one", "82 01 ff", "binary ff" },
        { "7 bits: the longest", "82 7d 00*125", "125" },
        { "16 bits: the shortest", "82 7e 00 7e 00*126", "126" },
        { "16 bits: one more", "82 7e 00 7f 00*127", "127" },
        { "16 bits: both bytes count", "82 7e 01 02 00*258", "258" },
        { "16 bits: the longest", "82 7e ff ff 00*65535", "65535" },
        { "64 bits: the shortest", "82 7f 00 00 00 00 00 01 00 00 00*65536", "65536" },
        { "64 bits: one more", "82 7f 00 00 00 00 00 01 00 01 00*65537", "65537" },
        { "a 16-bit length of 0", "82 7e 00 00", "failed 1002 RFC 6455 section 5.2" },
        { "a 16-bit length of 125", "82 7e 00 7d", "failed 1002 RFC 6455 section 5.2" },
        { "a 64-bit length of 0", "82 7f 00 00 00 00 00 00 00 00", "failed 1002 RFC 6455 section 5.2" },
        { "a 64-bit length of 125", "82 7f 00 00 00 00 00 00 00 7d", "failed 1002 RFC 6455 section 5.2" },
        { "a 64-bit length of 126", "82 7f 00 00 00 00 00 00 00 7e", "failed 1002 RFC 6455 section 5.2" },
        { "a 64-bit length of 65535", "82 7f 00 00 00 00 00 00 ff ff", "failed 1002 RFC 6455 section 5.2" },
        { "a length of 2^63", "82 7f 80 00 00 00 00 00 00 00", "failed 1002 RFC 6455 section 5.2" },
        { "a length of 2^64 - 1", "82 7f ff ff ff ff ff ff ff ff", "failed 1002 RFC 6455 section 5.2" },
        { "a length of 2^63 - 1 is legal and too big", "82 7f 7f ff ff ff ff ff ff ff", "failed 1009 RFC 6455 section 10.4" },
        { "a length of 2^32 is legal and too big", "82 7f 00 00 00 01 00 00 00 00", "failed 1009 RFC 6455 section 10.4" },
        { "no length yet", "82", "waits" },
        { "half a 16-bit length", "82 7e 01", "waits" },
        { "seven bytes of a 64-bit length", "82 7f 00 00 00 00 00 01 00", "waits" },
        { "a payload that lacks a byte", "82 02 00", "waits" },
        { "the next frame begins after the last byte", "82 02 01 02 82 01 03", "binary 01 02 | binary 03" },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void LengthsAreReadInTheirShortestForm(string label, string vector, string expected)
    {
        if (int.TryParse(expected, out var zeros))
            expected = $"binary {Reception.Show(new byte[zeros])}";
        Reception.Check(label, Messages.Vectors.Parse(vector), Role.Client, Messages.Vectors.Lines(expected), Roomy);
    }

    [Theory]
    [InlineData(0, 2), InlineData(125, 2), InlineData(126, 4), InlineData(65535, 4), InlineData(65536, 10), InlineData(long.MaxValue, 10)]
    public void LengthsAreWrittenInTheirShortestForm(long length, int size)
    {
        foreach (var key in (uint?[])[null, 0x12345678])
        {
            var header = new byte[FrameHeader.MaxSize];
            var written = FrameHeader.Write(header, Opcode.Binary, fin: true, rsv1: false, length, key);
            Assert.Equal(size + (key is null ? 0 : 4), written);
            Assert.Equal(written, FrameHeader.SizeOf(length, key is not null));
            var role = key is null ? Role.Client : Role.Server;
            Assert.Equal(written, FrameHeader.Read(header, role, compressionNegotiated: false, out var read, out var failure));
            Assert.Null(failure);
            Assert.Equal(length, read.PayloadLength);
            Assert.Equal(key ?? 0, read.MaskingKey);
        }
    }

    [Fact]
    public void EveryLengthNearAFormsEdgeIsReadAsWritten()
    {
        foreach (var edge in (int[])[0, 125, 126, 127, 255, 256, 65535, 65536])
        {
            for (var length = Math.Max(0, edge - 2); length <= edge + 2; length++)
            {
                var payload = new byte[length];
                var output = new System.Buffers.ArrayBufferWriter<byte>();
                FrameWriter.Write(output, Opcode.Binary, fin: true, rsv1: false, payload, maskingKey: null);
                Assert.Equal([$"binary {Reception.Show(payload)}"], Reception.Of([output.WrittenSpan.ToArray()], Role.Client, Roomy));
            }
        }
    }
}
