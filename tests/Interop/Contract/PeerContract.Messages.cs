using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Contract;

public abstract partial class PeerContract
{
    [Theory]
    [InlineData(Compression.Off)]
    [InlineData(Compression.OnlyOurs)]
    [InlineData(Compression.OnlyTheirs)]
    [InlineData(Compression.NoContextTakeover)]
    [InlineData(Compression.ContextTakeover)]
    [InlineData(Compression.SmallWindows)]
    public async Task Messages_of_every_size_come_through_whole(Compression compression)
    {
        await using var pair = await ConnectAsync(new PeerSettings { Compression = compression });
        Assert.Equal(compression.IsAgreed(), pair.Ours.IsCompressed);
        compression.AssertAgreed(pair.Theirs.Extensions);
        // Twice: with context takeover the second round refers back to the first.
        for (var round = 0; round < 2; round++)
        {
            foreach (var message in Payloads.OfEverySize())
                await pair.ExchangeAsync(message);
        }
    }

    [Theory]
    [InlineData(Compression.Off)]
    [InlineData(Compression.ContextTakeover)]
    public async Task A_message_may_come_in_fragments(Compression compression)
    {
        await using var pair = await ConnectAsync(new PeerSettings { Compression = compression });
        foreach (var fragments in new[] { 2, 3, 64 })
        {
            await pair.ExchangeAsync(new PeerMessage(MessageType.Text, Payloads.Text(70_000)), fragments);
            await pair.ExchangeAsync(new PeerMessage(MessageType.Binary, Payloads.Bytes(70_000)), fragments);
        }
    }

    [Theory]
    [InlineData(Compression.Off)]
    [InlineData(Compression.ContextTakeover)]
    public async Task We_may_stream_a_message_in_pieces(Compression compression)
    {
        await using var pair = await ConnectAsync(new PeerSettings { Compression = compression });
        foreach (var message in new[] { new PeerMessage(MessageType.Text, Payloads.Text(70_000)), new(MessageType.Binary, Payloads.Bytes(70_000)) })
        {
            await pair.Ours.SendStreamAsync(async stream =>
            {
                foreach (var piece in message.Payload.Chunk(9_999))
                    await stream.WriteAsync(piece, Cancellation).InTime("a piece to be taken");
            }, message.Type, Cancellation);

            message.AssertSame(await pair.Theirs.ReceiveAsync(), "from us");
        }
    }

    [Fact]
    public async Task Many_messages_in_flight_keep_their_order()
    {
        const int Count = 500;
        await using var pair = await ConnectAsync(new PeerSettings { Compression = Compression.ContextTakeover });
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                await pair.Ours.SendAsync($"from us {i}", Cancellation);
                await pair.Theirs.SendAsync(PeerMessage.Of($"from them {i}"));
            }
        }, Cancellation);
        for (var i = 0; i < Count; i++)
        {
            PeerMessage.Of($"from them {i}").AssertSame(await pair.ReceiveAsync(), "to us");
            PeerMessage.Of($"from us {i}").AssertSame(await pair.Theirs.ReceiveAsync(), "from us");
        }

        await sending.InTime("the sending to end");
    }

    [Fact]
    public async Task Pings_are_answered_both_ways()
    {
        await using var pair = await ConnectAsync(new PeerSettings { Compression = Compression.ContextTakeover });
        var roundTrip = await pair.Ours.PingAsync(Cancellation).InTime("a pong to reach us");
        Assert.True(roundTrip > TimeSpan.Zero);
        Assert.Equal(roundTrip, pair.Ours.RoundTripTime);
        if (!CanPing)
            return;
        await pair.Theirs.PingAsync([]);
        await pair.Theirs.PingAsync(Utf8("are you there?"));
        await pair.Theirs.PingAsync(Payloads.Bytes(125));
        // Control frames are never compressed and leave the windows alone.
        await pair.ExchangeAsync(PeerMessage.Of("still in step"));
    }
}
