using System.Buffers;
using Sockeye.Protocol.Tests.Compression;

namespace Sockeye.Protocol.Tests.Messages;

/// <summary>RFC 7692 sections 6 and 7.2: compressed messages as frames.</summary>
public class CompressedMessageTests
{
    private const string Reserved = "failed 1002 RFC 7692 section 6.1";
    private const string Corrupt = "failed 1007 RFC 7692 section 7.2.2";

    public static TheoryData<string, string, string> Vectors { get; } = new()
    {
        { "7.2.3.1 one frame", "c1 07 f2 48 cd c9 c9 07 00", "text Hello" },
        { "7.2.3.1 two fragments", "41 03 f2 48 cd 80 04 c9 c9 07 00", "text Hello" },
        { "7.2.3.2 the window is shared", "c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00", "text Hello | text Hello" },
        { "7.2.3.3 a block with no compression", "c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00", "text Hello" },
        { "7.2.3.4 BFINAL set", "c1 08 f3 48 cd c9 c9 07 00 00", "text Hello" },
        { "7.2.3.5 two blocks", "c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00", "text Hello" },
        { "7.2.3.6 an empty message", "c1 01 00", "text " },
        { "an empty binary message", "c2 01 00", "binary " },
        { "an empty payload is an empty message", "c2 00", "binary " },
        { "binary", "c2 07 f2 48 cd c9 c9 07 00", "binary 48 65 6c 6c 6f" },
        { "a fragment for each byte", "41 01 f2 00 01 48 00 01 cd 00 01 c9 00 01 c9 00 01 07 80 01 00", "text Hello" },
        { "an empty first fragment", "41 00 80 07 f2 48 cd c9 c9 07 00", "text Hello" },
        { "an empty last fragment", "41 07 f2 48 cd c9 c9 07 00 80 00", "text Hello" },
        { "an empty fragment in between", "41 03 f2 48 cd 00 00 80 04 c9 c9 07 00", "text Hello" },
        { "a ping between fragments is not compressed", "41 03 f2 48 cd 89 02 68 69 80 04 c9 c9 07 00", "ping 68 69 | text Hello" },
        { "a message that is not compressed", "81 05 \"Hello\"", "text Hello" },
        { "one compressed and one not", "c1 07 f2 48 cd c9 c9 07 00 81 02 \"ab\" c1 05 f2 00 11 00 00", "text Hello | text ab | text Hello" },
        { "RSV1 on a continuation", "41 03 f2 48 cd c0 04 c9 c9 07 00", Reserved },
        { "RSV1 on the continuation of a plain message", "01 01 \"a\" c0 01 \"b\"", Reserved },
        { "RSV1 on a ping", "c9 00", Reserved },
        { "RSV1 on a pong", "ca 00", Reserved },
        { "RSV1 on a close frame", "c8 02 03 e8", Reserved },
        { "not deflate: a block type that is reserved", "c2 01 07", Corrupt },
        { "not deflate: a stored block with a wrong check", "c2 05 00 05 00 00 00", Corrupt },
        { "a reference before the window", "c2 05 f2 00 11 00 00", Corrupt },
        { "text that is not UTF-8 once inflated", "c1 07 00 01 00 fe ff ff 00", "failed 1007 RFC 6455 section 8.1" },
        { "half a compressed message", "c1 07 f2 48 cd", "waits" },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void CompressedMessagesAreInflated(string label, string vector, string expected) => Reception.Check(
        label, Messages.Vectors.Parse(vector), Role.Client, Messages.Vectors.Lines(expected), compression: Codec.Agreed(takeover: true));

    [Fact]
    public void WithoutTakeoverTheWindowIsNotShared() => Reception.Check("no takeover",
        Messages.Vectors.Parse("c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00"), Role.Client, ["text Hello", Corrupt],
        compression: Codec.Agreed());

    [Theory]
    [InlineData(1), InlineData(1000), InlineData(1 << 16), InlineData(1 << 20)]
    public void ABombEndsAfterAtMostTheLimitAndOneBuffer(int limit)
    {
        using var compressor = Codec.Compressor();
        var payload = compressor.Compress(new byte[64 << 20]);
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Write(output, Opcode.Binary, fin: true, rsv1: true, payload, null);
        foreach (var (_, chunks) in Chunking.Of(output.WrittenSpan.ToArray()).Where(run => run.Name != "byte by byte"))
        {
            using var reception = new Reception(Role.Client, new MessageLimits(limit, 100), Codec.Agreed());
            foreach (var chunk in chunks)
                reception.Receive(chunk);
            Assert.Equal("failed 1009 RFC 6455 section 10.4", Assert.Single(reception.Lines));
            Assert.InRange(reception.DataBytes, 0, limit);
            Assert.InRange(reception.LongestPart, 0, MessageReader.InflateBufferSize);
        }
    }

    [Fact]
    public void ABombOfManyMessagesThatEachFitGoesOn()
    {
        using var compressor = Codec.Compressor();
        var payload = compressor.Compress(new byte[100_000]);
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 3; i++)
            FrameWriter.Write(output, Opcode.Binary, fin: true, rsv1: true, payload, null);
        var line = $"binary {Reception.Show(new byte[100_000])}";
        Reception.Check("three", output.WrittenSpan.ToArray(), Role.Client, [line, line, line],
            new MessageLimits(100_000, 10), Codec.Agreed());
    }

    [Fact]
    public void CompressedBytesThatInflateToNothingAreBoundedToo()
    {
        // Empty stored blocks without end: a wire size for no message size.
        var blocks = Enumerable.Repeat<byte[]>([0x00, 0x00, 0x00, 0xFF, 0xFF], 20_000).SelectMany(block => block).ToArray();
        using var reception = new Reception(Role.Client, new MessageLimits(1000, int.MaxValue), Codec.Agreed());
        Assert.True(reception.Receive([0x42, 0x00]));
        var taken = 0;
        while (taken < blocks.Length && reception.Receive([0x00, 0x7D, .. blocks.AsSpan(taken, 125)]))
            taken += 125;
        Assert.Equal("failed 1009 RFC 6455 section 10.4", Assert.Single(reception.Lines));
        Assert.InRange(taken, 0, (2 * 1000) + 1024);
    }
}
