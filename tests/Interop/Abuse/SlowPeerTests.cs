using Sockeye.Interop.Support;

namespace Sockeye.Interop.Abuse;

/// <summary>Peers that take their time: each is let go of after the time its option states.</summary>
[Collection(AbuseCollection.Name)]
public sealed class SlowPeerTests
{
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_message_that_comes_a_byte_at_a_time_ends_in_1008()
    {
        await using var site = await EchoSite.StartAsync(
            configure: options => options.Endpoint.Connection.MessageTimeout = TimeSpan.FromMilliseconds(400));
        await using var peer = await RawPeer.OpenAsync(site.Url);
        var closing = peer.ReadCloseAsync();
        await DripAsync(peer, RawPeer.Frame(0x82, new byte[1000]), closing);
        var (code, reason) = await closing;
        Assert.Equal(1008, code);
        Assert.Contains("0.4 s", reason, StringComparison.Ordinal);
        await peer.ReadToEndAsync();
        var end = await site.NextEndAsync();
        Assert.Equal((CloseCode.PolicyViolation, ClosedBy.Local), (end.Code, end.ClosedBy));
        Assert.Equal(1, site.Counters.Of("sockeye.protocol.failures", "code=1008"));
        await site.IsUnharmedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handshake_that_never_ends_is_dropped(bool tls)
    {
        await using var site = await EchoSite.StartAsync(tls);
        await using var silent = await RawPeer.ConnectAsync(site.Url);
        await using var halfway = await RawPeer.ConnectAsync(site.Url);
        await using var dripping = await RawPeer.ConnectAsync(site.Url);
        await halfway.SendAsync(RawPeer.Handshake[..^2]);
        var ending = dripping.ReadToEndAsync();
        await DripAsync(dripping, [.. RawPeer.Handshake.Select(c => (byte)c)], ending);
        await ending;
        await halfway.ReadToEndAsync();
        await silent.ReadToEndAsync();
        await site.IsUnharmedAsync();
    }

    [Fact]
    public async Task A_tls_handshake_that_never_begins_is_dropped()
    {
        await using var site = await EchoSite.StartAsync(tls: true);
        await using var silent = await RawPeer.ConnectAsync(new UriBuilder(site.Url) { Scheme = "ws" }.Uri);
        await silent.ReadToEndAsync();
        await site.IsUnharmedAsync();
    }

    [Fact]
    public async Task A_peer_that_vanished_without_a_word_is_noticed()
    {
        await using var site = await EchoSite.StartAsync(configure: options =>
        {
            options.Endpoint.Connection.HeartbeatInterval = TimeSpan.FromMilliseconds(300);
            options.Endpoint.Connection.HeartbeatTimeout = TimeSpan.FromMilliseconds(300);
        });
        // It neither reads nor answers, and its system does not say that it is gone.
        await using var peer = await RawPeer.OpenAsync(site.Url);
        var end = await site.NextEndAsync();
        Assert.Equal((CloseCode.AbnormalClosure, ClosedBy.Local, false), (end.Code, end.ClosedBy, end.WasClean));
        Assert.Contains("no answer to a ping within 0.3 s", end.Reason, StringComparison.Ordinal);
        Assert.Equal(1, site.Counters.Of("sockeye.protocol.failures", "code=1006"));
        await site.IsUnharmedAsync();
    }

    [Fact]
    public async Task A_peer_that_never_answers_our_close_is_let_go()
    {
        await using var site = await EchoSite.StartAsync();
        await using var peer = await RawPeer.OpenAsync(site.Url);
        var closure = await (await site.AcceptAsync()).CloseAsync(CloseCode.NormalClosure, "all said").InTime("the close");
        Assert.Equal(new WebSocketClosure(CloseCode.NormalClosure, "all said", ClosedBy.Local, WasClean: false), closure);
        await peer.ReadToEndAsync();
        await site.IsUnharmedAsync();
    }

    /// <summary>Sends a byte now and then until the server has had enough.</summary>
    private static async Task DripAsync(RawPeer peer, byte[] bytes, Task enough)
    {
        try
        {
            for (var i = 0; i < bytes.Length && !enough.IsCompleted; i++)
            {
                await peer.SendAsync(bytes[i..(i + 1)]);
                await Task.WhenAny(enough, Task.Delay(Drip, TestContext.Current.CancellationToken));
            }
        }
        catch (IOException)
        {
            // The server has ended the connection.
        }

        Assert.True(enough.IsCompleted, "The server took a message a byte at a time, to its end.");
    }
}
