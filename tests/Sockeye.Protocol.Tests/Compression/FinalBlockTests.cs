namespace Sockeye.Protocol.Tests.Compression;

/// <summary>RFC 7692 sections 7.2.1, 7.2.3.4: blocks with BFINAL set may stand anywhere, and the window outlives them.</summary>
public class FinalBlockTests
{
    private static readonly byte[] HelloInLastBlock = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
    private static readonly byte[] HelloFromTheWindow = [0xf2, 0x00, 0x11, 0x00, 0x00];

    public static TheoryData<int, int, bool> Steps { get; } =
        new() { { 64, 64, false }, { 1, 64, false }, { 64, 1, false }, { 1, 1, true } };

    [Theory]
    [MemberData(nameof(Steps))]
    public void TheWindowOutlivesALastBlockWithinAMessage(int chunk, int room, bool endApart)
    {
        foreach (var takeover in (bool[])[false, true])
        {
            using var decompressor = Codec.Decompressor(takeover: takeover);
            var message = decompressor.Decompress([.. HelloInLastBlock, .. HelloFromTheWindow], chunk, room, endApart);
            Assert.Equal("HelloHello"u8.ToArray(), message);
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void TheWindowOutlivesALastBlockFromMessageToMessage(int chunk, int room, bool endApart)
    {
        using var decompressor = Codec.Decompressor(takeover: true);
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress([.. HelloInLastBlock, 0x00], chunk, room, endApart));
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress(HelloFromTheWindow, chunk, room, endApart));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void ManyLastBlocks(int chunk, int room, bool endApart)
    {
        using var decompressor = Codec.Decompressor();
        byte[] payload = [.. HelloInLastBlock, .. HelloInLastBlock, .. HelloInLastBlock, 0x00];
        Assert.Equal("HelloHelloHello"u8.ToArray(), decompressor.Decompress(payload, chunk, room, endApart));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void AMessageMayEndWithItsLastBlock(int chunk, int room, bool endApart)
    {
        using var decompressor = Codec.Decompressor(takeover: true);
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress(HelloInLastBlock, chunk, room, endApart));
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress(HelloFromTheWindow, chunk, room, endApart));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void TheEmptyBlockWhoseTailIsRemovedMayBeTheLast(int chunk, int room, bool endApart)
    {
        using var decompressor = Codec.Decompressor(takeover: true);
        byte[] payload = [0x00, 0x05, 0x00, 0xfa, 0xff, .. "Hello"u8, 0x01];
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress(payload, chunk, room, endApart));
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress(HelloFromTheWindow, chunk, room, endApart));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void GarbageAfterALastBlockIsCorrupt(int chunk, int room, bool endApart)
    {
        using var decompressor = Codec.Decompressor();
        Assert.Null(decompressor.Decompress([.. HelloInLastBlock, 0xff, 0xff], chunk, room, endApart));
    }
}
