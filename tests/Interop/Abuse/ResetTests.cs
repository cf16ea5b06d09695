using Sockeye.Interop.Support;

namespace Sockeye.Interop.Abuse;

/// <summary>A TCP reset at every moment of a connection's life: the server lets go, forgets, and logs no fault of its own.</summary>
[Collection(AbuseCollection.Name)]
public sealed class ResetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Before_and_during_the_handshake(bool tls)
    {
        await using var site = await EchoSite.StartAsync(tls);
        (await RawPeer.ConnectAsync(site.Url)).Reset();
        for (var length = 1; length <= RawPeer.Handshake.Length; length += 8)
        {
            var peer = await RawPeer.ConnectAsync(site.Url);
            await peer.SendAsync(RawPeer.Handshake[..length]);
            peer.Reset();
        }

        await site.IsUnharmedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_messages_flow(bool tls)
    {
        byte[][] sendings =
        [
            [],
            [0x82],
            [0x82, 0xFE, 0x01],
            RawPeer.Frame(0x82, new byte[1000])[..500],
            RawPeer.Frame(0x02, new byte[1000]),
            [.. RawPeer.Frame(0x01, "an"u8), .. RawPeer.Frame(0x89, "ping"u8), 0x80],
            RawPeer.Frame(0x82, new byte[100_000]),
            RawPeer.Frame(0x88, 0x03, 0xE8),
        ];
        await using var site = await EchoSite.StartAsync(tls);
        foreach (var bytes in sendings)
        {
            var peer = await RawPeer.OpenAsync(site.Url);
            await peer.SendAsync(bytes);
            peer.Reset();
            var end = await site.NextEndAsync();
            // A close frame may get through before the reset does.
            Assert.True(end.Code is CloseCode.AbnormalClosure || bytes is [0x88, ..], end.ToString());
            Assert.NotEqual("", end.ToString());
        }

        await site.IsUnharmedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task During_our_close(bool tls)
    {
        await using var site = await EchoSite.StartAsync(tls);
        var peer = await RawPeer.OpenAsync(site.Url);
        var ours = await site.AcceptAsync();
        var closing = ours.CloseAsync(CloseCode.NormalClosure, "all said");
        Assert.Equal((1000, "all said"), await peer.ReadCloseAsync());
        peer.Reset();
        var end = await closing.InTime("the close");
        Assert.Equal((CloseCode.NormalClosure, ClosedBy.Local, false), (end.Code, end.ClosedBy, end.WasClean));
        await site.IsUnharmedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_we_send(bool tls)
    {
        await using var site = await EchoSite.StartAsync(tls);
        var peer = await RawPeer.OpenAsync(site.Url);
        var ours = await site.AcceptAsync();
        var sending = ours.SendAsync(new byte[50_000_000], cancellationToken: TestContext.Current.CancellationToken).AsTask();
        await peer.ReadAsync(100_000);
        peer.Reset();
        var refused = await Assert.ThrowsAsync<WebSocketClosedException>(() => sending.InTime("the send to fail"));
        Assert.Equal(CloseCode.AbnormalClosure, (await ours.Completion.InTime("the end")).Code);
        Assert.Contains(ours.Id, refused.Message, StringComparison.Ordinal);
        await site.IsUnharmedAsync();
    }
}
