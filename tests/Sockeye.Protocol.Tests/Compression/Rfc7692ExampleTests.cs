using System.Text;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>RFC 7692 section 7.2.3: the examples, literally, each whole and again one byte at a time.</summary>
public class Rfc7692ExampleTests
{
    public static TheoryData<string, string, string> Examples { get; } = new()
    {
        { "7.2.3.1 one block", "f2 48 cd c9 c9 07 00", "Hello" },
        { "7.2.3.3 a block with no compression", "00 05 00 fa ff 48 65 6c 6c 6f 00", "Hello" },
        { "7.2.3.4 a block with BFINAL set to 1", "f3 48 cd c9 c9 07 00 00", "Hello" },
        { "7.2.3.5 two blocks", "f2 48 05 00 00 00 ff ff ca c9 c9 07 00", "Hello" },
        { "7.2.3.6 an empty message", "00", "" },
        { "7.2.3.6 an empty message, fixed Huffman codes", "02 00", "" },
    };

    private static readonly (int Chunk, int Room, bool EndApart)[] Steps =
        [(64, 64, false), (1, 64, false), (64, 1, false), (1, 1, false), (1, 1, true)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Inflates(string section, string payload, string message)
    {
        foreach (var takeover in (bool[])[false, true])
        {
            foreach (var (chunk, room, endApart) in Steps)
            {
                using var decompressor = Codec.Decompressor(takeover: takeover);
                var inflated = decompressor.Decompress(Hex(payload), chunk, room, endApart);
                Assert.True(inflated is not null, section);
                Assert.Equal(message, Encoding.ASCII.GetString(inflated));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void TheReferenceInflaterAgrees(string section, string payload, string message)
    {
        Assert.NotEmpty(section);
        Assert.Equal(message, Encoding.ASCII.GetString(new ReferenceInflater().Message(Hex(payload))));
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(1, 1)]
    public void Section_7_2_3_2_SharesTheWindowBetweenMessages(int chunk, int room)
    {
        using var decompressor = Codec.Decompressor(takeover: true);
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress(Hex("f2 48 cd c9 c9 07 00"), chunk, room));
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress(Hex("f2 00 11 00 00"), chunk, room));
    }

    [Fact]
    public void Section_7_2_3_2_IsCorruptWithoutTakeover()
    {
        using var decompressor = Codec.Decompressor(takeover: false);
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress(Hex("f2 48 cd c9 c9 07 00")));
        Assert.Null(decompressor.Decompress(Hex("f2 00 11 00 00")));
    }

    [Fact]
    public void Section_7_2_3_1_IsWhatIsCompressed()
    {
        using var compressor = Codec.Compressor();
        Assert.Equal(Hex("f2 48 cd c9 c9 07 00"), compressor.Compress("Hello"u8.ToArray()));
        Assert.Equal(Hex("f2 48 cd c9 c9 07 00"), compressor.Compress("Hello"u8.ToArray(), chunk: 1, room: 1));
    }

    [Fact]
    public void Section_7_2_3_2_TheSecondMessageRefersToTheFirst()
    {
        using var compressor = Codec.Compressor(takeover: true);
        var peer = new ReferenceInflater();
        var first = compressor.Compress("Hello"u8.ToArray());
        var second = compressor.Compress("Hello"u8.ToArray());
        Assert.Equal(Hex("f2 48 cd c9 c9 07 00"), first);
        Assert.Equal("Hello"u8.ToArray(), peer.Message(first));
        Assert.Equal("Hello"u8.ToArray(), peer.Message(second));
        Assert.Equal(5, peer.LargestDistance);
        Assert.True(second.Length <= 5, "As short as the RFC's example.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Section_7_2_3_6_IsWhatAnEmptyMessageBecomes(bool takeover)
    {
        using var compressor = Codec.Compressor(takeover: takeover);
        using var decompressor = Codec.Decompressor(takeover: takeover);
        foreach (var message in (byte[][])[[], [], "Hello"u8.ToArray(), [], "Hello"u8.ToArray()])
        {
            var payload = compressor.Compress(message);
            if (message.Length == 0)
                Assert.Equal([0x00], payload);
            Assert.Equal(message, decompressor.Decompress(payload));
        }
    }

    private static byte[] Hex(string bytes) => Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
}
