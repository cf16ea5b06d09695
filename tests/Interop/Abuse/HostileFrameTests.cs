using System.IO.Compression;
using System.Text;

namespace Sockeye.Interop.Abuse;

/// <summary>Frames that claim, flood or swell: each gets its close code, costs next to nothing, and shows in a counter.</summary>
[Collection(AbuseCollection.Name)]
public sealed class HostileFrameTests
{
    // What the bystander's talk costs meanwhile is in it.
    private const int MuchMemory = 100_000_000;

    [Theory]
    [InlineData(0x8000_0000_0000_0000, 1002)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFF, 1002)]
    [InlineData(0x7FFF_FFFF_FFFF_FFFF, 1009)]
    [InlineData(0x0000_0000_8000_0000, 1009)]
    public async Task A_claim_of_a_vast_length_is_refused_at_the_claim(ulong length, int code)
    {
        await using var site = await EchoSite.StartAsync();
        await using var peer = await RawPeer.OpenAsync(site.Url);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await peer.SendAsync([0x82, 0xFF, .. RawPeer.BigEndian(length), 0, 0, 0, 0, 1, 2, 3]);
        Assert.Equal(code, (await peer.ReadCloseAsync()).Code);
        Assert.Equal((CloseCode)code, (await site.NextEndAsync()).Code);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MuchMemory);
        Assert.Equal(1, site.Counters.Of("sockeye.protocol.failures", $"code={code}"));
        await site.IsUnharmedAsync();
    }

    [Theory]
    [InlineData(0x89)]
    [InlineData(0x8A)]
    public async Task A_flood_of_control_frames_ends_in_1008(byte firstByte)
    {
        await using var site = await EchoSite.StartAsync();
        await using var peer = await RawPeer.OpenAsync(site.Url);
        await peer.SendAsync([.. Enumerable.Repeat(RawPeer.Frame(firstByte, new byte[125]), 5000).SelectMany(frame => frame)]);
        var (code, reason) = await peer.ReadCloseAsync();
        Assert.Equal(1008, code);
        Assert.Contains("1000 control frames", reason, StringComparison.Ordinal);
        Assert.Equal(CloseCode.PolicyViolation, (await site.NextEndAsync()).Code);
        Assert.Equal(1, site.Counters.Of("sockeye.protocol.failures", "code=1008"));
        await site.IsUnharmedAsync();
    }

    [Fact]
    public async Task A_message_of_countless_frames_ends_in_1008()
    {
        await using var site = await EchoSite.StartAsync(configure: options => options.Endpoint.Connection.MaxFramesPerMessage = 1000);
        await using var peer = await RawPeer.OpenAsync(site.Url);
        await peer.SendAsync([.. RawPeer.Frame(0x02), .. Enumerable.Repeat(RawPeer.Frame(0x00), 2000).SelectMany(frame => frame)]);
        Assert.Equal(1008, (await peer.ReadCloseAsync()).Code);
        Assert.Equal(CloseCode.PolicyViolation, (await site.NextEndAsync()).Code);
        await site.IsUnharmedAsync();
    }

    [Fact]
    public async Task A_bomb_of_a_compressed_message_is_not_inflated()
    {
        await using var site = await EchoSite.StartAsync();
        await using var peer = await RawPeer.OpenAsync(site.Url, "permessage-deflate");
        var bomb = RawPeer.Frame(0xC2, Compress(new byte[200_000_000]));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await peer.SendAsync(bomb);
        Assert.Equal(1009, (await peer.ReadCloseAsync()).Code);
        Assert.Equal(CloseCode.MessageTooBig, (await site.NextEndAsync()).Code);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MuchMemory);
        await site.IsUnharmedAsync();
    }

    [Fact]
    public async Task Bytes_of_another_protocol_are_answered_with_a_status()
    {
        await using var site = await EchoSite.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(site.Url);
        await peer.SendAsync([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x0D, 0x0A, 0x0D, 0x0A]);
        Assert.Equal("HTTP/1.1 400 ", Encoding.ASCII.GetString(await peer.ReadAsync(13)));
        await peer.ReadToEndAsync();
        await site.IsUnharmedAsync();
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Fastest))
            deflate.Write(bytes);
        return compressed.ToArray();
    }
}
