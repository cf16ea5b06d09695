using System.Text;

namespace Sockeye.Interop.Abuse;

/// <summary>Those who come and go by the thousand leave nothing behind.</summary>
[Collection(AbuseCollection.Name)]
public sealed class ManyConnectionsTests
{
    private const int Count = 10_000;
    private const int AtOnce = 8;
    private const long BytesEach = 100;

    [Fact]
    public async Task Ten_thousand_quick_connections_leave_nothing()
    {
        await using var site = await EchoSite.StartAsync();
        // What the first ones make and the later ones use again is no leak.
        await ComeAndGoAsync(site, Count / 10);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await ComeAndGoAsync(site, Count);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(grown, long.MinValue, Count * BytesEach);
        // The bystander's is the one that is left.
        Assert.Equal(1, site.Counters.Of("sockeye.connections.active"));
        Assert.Equal(1, site.Server.Connections.Count);
        await site.IsUnharmedAsync();
    }

    private static async Task ComeAndGoAsync(EchoSite site, int count)
    {
        var numbers = Enumerable.Range(0, count);
        var many = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(numbers, many, (i, _) => new ValueTask(ComeAndGoAsync(site, (Way)(i % 4))));
        // Each that was accepted has to end.
        for (var i = 0; i < count * 3 / 4; i++)
            await site.NextEndAsync();
    }

    private static async Task ComeAndGoAsync(EchoSite site, Way way)
    {
        if (way == Way.KnockOnly)
        {
            (await RawPeer.ConnectAsync(site.Url)).Reset();
            return;
        }

        await using var peer = await RawPeer.OpenAsync(site.Url);
        if (way == Way.Talk)
        {
            await peer.SendAsync(RawPeer.Frame(0x81, "hello"u8));
            Assert.Equal("hello", Encoding.UTF8.GetString((await peer.ReadFrameAsync()).Payload));
        }

        if (way != Way.Crash)
        {
            await peer.SendAsync(RawPeer.Frame(0x88, 0x03, 0xE8));
            Assert.Equal(1000, (await peer.ReadCloseAsync()).Code);
        }

        peer.Reset();
    }

    private enum Way
    {
        KnockOnly,
        Crash,
        Close,
        Talk,
    }
}
