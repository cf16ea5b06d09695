using Sockeye.Interop.Support;

namespace Sockeye.Interop.Abuse;

/// <summary>Peers that never read: what waits for them is bounded, and so is the time.</summary>
[Collection(AbuseCollection.Name)]
public sealed class DeafPeerTests
{
    private const int MessageSize = 16 * 1024;
    private const int QueueLimit = 256 * 1024;

    [Theory]
    [InlineData(SlowConsumerPolicy.CloseTryAgainLater, CloseCode.TryAgainLater)]
    [InlineData(SlowConsumerPolicy.ClosePolicyViolation, CloseCode.PolicyViolation)]
    public async Task Broadcasts_to_it_end_in_its_close(SlowConsumerPolicy policy, CloseCode code)
    {
        await using var site = await EchoSite.StartAsync(configure: options => Limit(options, policy));
        await using var deaf = await RawPeer.OpenAsync(site.Url);
        var ours = await site.AcceptAsync();
        var payload = new byte[MessageSize];
        while (ours.State == ConnectionState.Open)
        {
            site.Abusers.Broadcast(payload);
            Assert.InRange(ours.QueuedBytes, 0, QueueLimit);
        }

        var end = await ours.Completion.InTime("the server to give it up");
        Assert.Equal((code, ClosedBy.Local, false), (end.Code, end.ClosedBy, end.WasClean));
        Assert.Equal(1, site.Counters.Of("sockeye.connections.closed", $"code={(int)code}"));
        Assert.Equal(0, ours.QueuedBytes);
        await site.IsUnharmedAsync();
    }

    [Fact]
    public async Task Where_only_the_latest_counts_it_misses_the_oldest()
    {
        const int Count = 2000;
        await using var site = await EchoSite.StartAsync(configure: options => Limit(options, SlowConsumerPolicy.DropOldest));
        await using var deaf = await RawPeer.OpenAsync(site.Url);
        var ours = await site.AcceptAsync();
        for (var i = 1; i <= Count; i++)
        {
            var payload = new byte[MessageSize];
            BitConverter.TryWriteBytes(payload, i);
            site.Abusers.Broadcast(payload);
            Assert.InRange(ours.QueuedBytes, 0, QueueLimit);
        }

        var received = new List<int>();
        while (received.LastOrDefault() != Count)
            received.Add(BitConverter.ToInt32((await deaf.ReadFrameAsync()).Payload));
        Assert.Equal(received.Order(), received);
        Assert.Equal(Count - received.Count, site.Counters.Of("sockeye.messages.dropped", "reason=oldest"));
        Assert.Equal(ConnectionState.Open, ours.State);
        deaf.Reset();
        await ours.Completion.InTime("the end");
        await site.IsUnharmedAsync();
    }

    [Fact]
    public async Task One_that_sends_and_never_reads_its_echoes_is_let_go()
    {
        await using var site = await EchoSite.StartAsync(configure: options =>
        {
            Limit(options, SlowConsumerPolicy.CloseTryAgainLater);
            options.Endpoint.Connection.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
            options.Endpoint.Connection.HeartbeatTimeout = TimeSpan.FromMilliseconds(500);
        });
        await using var deaf = await RawPeer.OpenAsync(site.Url);
        var ours = await site.AcceptAsync();
        var frame = RawPeer.Frame(0x82, new byte[MessageSize]);
        try
        {
            while (!ours.Completion.IsCompleted)
            {
                // Once everything between us is full this waits, until the server resets the connection.
                await deaf.SendAsync(frame);
                Assert.InRange(ours.QueuedBytes, 0, QueueLimit);
            }
        }
        catch (IOException)
        {
            // The server has let it go.
        }

        var end = await ours.Completion.InTime("the server to give it up");
        Assert.Equal((CloseCode.AbnormalClosure, ClosedBy.Local), (end.Code, end.ClosedBy));
        Assert.Contains("took nothing of what was sent to it for 1 s", end.Reason, StringComparison.Ordinal);
        Assert.Equal(1, site.Counters.Of("sockeye.protocol.failures", "code=1006"));
        await site.IsUnharmedAsync();
    }

    private static void Limit(WebSocketServerOptions options, SlowConsumerPolicy policy)
    {
        options.Endpoint.Connection.SlowConsumerPolicy = policy;
        options.Endpoint.Connection.MaxQueuedBytes = QueueLimit;
    }
}
