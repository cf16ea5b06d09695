using System.Globalization;

namespace Sockeye.Connections.Tests.Sending;

/// <summary>Any number of senders, slow consumers and impatient tokens: every message whole, in its sender's order, and none lost.</summary>
public class ConcurrentSendTests
{
    private const int Senders = 10;
    private const int MessagesEach = 1000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.Compressed), MemberType = typeof(Wires))]
    public async Task EverySendersOrderIsKept(WireKind kind, bool compressed)
    {
        await using var pair = ConnectionPair.Create(kind, client: new WebSocketConnectionOptions { MaxQueuedMessages = 8 },
            compression: compressed ? Sockeye.Protocol.Tests.Compression.Codec.Agreed(takeover: true) : null);
        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < MessagesEach; i++)
                await pair.Client.SendAsync($"{sender} {i} {new string('.', i % 200)}", Cancelled);
        }, Cancelled)).ToArray();
        var next = new int[Senders];
        for (var i = 0; i < Senders * MessagesEach; i++)
        {
            var words = (await pair.Server.ReceiveAsync(Cancelled).InTime())!.Value.Text.Split(' ');
            var sender = int.Parse(words[0], CultureInfo.InvariantCulture);
            Assert.Equal(next[sender]++, int.Parse(words[1], CultureInfo.InvariantCulture));
            Assert.Equal((next[sender] - 1) % 200, words[2].Length);
        }
        await Task.WhenAll(senders).InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AConsumerThatTakesNothingPausesTheSenderAndLosesNothing(WireKind kind)
    {
        const int Queue = 64 * 1024;
        const int Count = 3000;
        await using var pair = ConnectionPair.Create(kind, client: new WebSocketConnectionOptions { MaxQueuedBytes = Queue });
        var taken = 0;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                var send = pair.Client.SendAsync(i.ToString("d4", CultureInfo.InvariantCulture).PadRight(1000), Cancelled);
                Volatile.Write(ref taken, i + 1);
                await send;
            }
        }, Cancelled);
        await Within.Becomes(() => pair.Client.QueuedBytes > Queue - 1000, "a full queue");
        // In the queue, in the pipe with the chunk that went past its threshold, and one in a sender's hands.
        Assert.InRange(taken * 1000, Queue, Queue + (64 * 1024) + (64 * 1024) + 4000);
        Assert.False(sending.IsCompleted);
        for (var i = 0; i < Count; i++)
            Assert.Equal(i, int.Parse((await pair.Server.ReceiveAsync(Cancelled).InTime())!.Value.Text, CultureInfo.InvariantCulture));
        await sending.InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task WhatWasCancelledWasNotSentAndAllElseWas(WireKind kind)
    {
        await using var pair = ConnectionPair.Create(kind, client: new WebSocketConnectionOptions { MaxQueuedMessages = 2 });
        var expected = new Received();
        var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            var random = new Random(sender);
            for (var i = 0; i < 500; i++)
            {
                using var giveUp = new CancellationTokenSource();
                var text = $"{sender} {i} {new string('.', random.Next(2000))}";
                // Now and then one that is written in chunks.
                if (random.Next(20) == 0)
                    text += new string('x', 200_000);
                var send = pair.Client.SendAsync(text, giveUp.Token).AsTask();
                if (random.Next(2) == 0)
                    await giveUp.CancelAsync();
                try
                {
                    await send;
                    expected.Add(text);
                }
                catch (OperationCanceledException)
                {
                    // Then it must not arrive.
                }
            }
        }, Cancelled)).ToArray();
        var arrived = new List<string>();
        var receiving = Task.Run(async () =>
        {
            await foreach (var message in pair.Server.ReadAllAsync(Cancelled))
                arrived.Add(message.Text);
        }, Cancelled);
        await Task.WhenAll(senders).InTime();
        await pair.Client.CloseAsync().InTime();
        await receiving.InTime();
        Assert.Equal((await expected.WhenAsync(0)).Order(StringComparer.Ordinal), arrived.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task CancelledReceivesLoseNothing(WireKind kind)
    {
        const int Count = 2000;
        await using var pair = ConnectionPair.Create(kind);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                await pair.Client.SendAsync(i.ToString(CultureInfo.InvariantCulture), Cancelled);
                if (i % 7 == 0)
                    await Task.Yield();
            }
        }, Cancelled);
        var (next, cancelled) = (0, 0);
        while (next < Count)
        {
            using var giveUp = new CancellationTokenSource();
            var receive = pair.Server.ReceiveAsync(giveUp.Token);
            if (!receive.IsCompleted && cancelled < 10 * Count)
                await giveUp.CancelAsync();
            try
            {
                Assert.Equal(next.ToString(CultureInfo.InvariantCulture), (await receive.InTime())?.Text);
                next++;
            }
            catch (OperationCanceledException)
            {
                cancelled++;
                await Task.Yield();
            }
        }
        await sending.InTime();
    }

    [Theory, MemberData(nameof(Wires.Compressed), MemberType = typeof(Wires))]
    public async Task LargeMessagesGoBetweenSmallOnesAndPings(WireKind kind, bool compressed)
    {
        const int Large = 8 << 20;
        var options = new WebSocketConnectionOptions { MaxMessageSize = 16 << 20 };
        await using var pair = ConnectionPair.Create(kind, options, options,
            compressed ? Sockeye.Protocol.Tests.Compression.Codec.Agreed() : null);
        var payload = new byte[Large];
        new Random(8).NextBytes(payload.AsSpan(0, Large / 2));
        var sending = Task.WhenAll(
            Task.Run(async () =>
            {
                for (var i = 0; i < 3; i++)
                    await pair.Client.SendAsync(payload, cancellationToken: Cancelled);
            }, Cancelled),
            Task.Run(async () =>
            {
                for (var i = 0; i < 300; i++)
                    await pair.Client.SendAsync(i.ToString(CultureInfo.InvariantCulture), Cancelled);
            }, Cancelled),
            Task.Run(async () =>
            {
                for (var i = 0; i < 20; i++)
                    await pair.Client.PingAsync(Cancelled);
            }, Cancelled));
        var (large, small) = (0, 0);
        while (large < 3 || small < 300)
        {
            var message = (await pair.Server.ReceiveAsync(Cancelled).InTime())!.Value;
            if (message.IsText)
                Assert.Equal(small++.ToString(CultureInfo.InvariantCulture), message.Text);
            else
                Assert.True(message.Payload.Span.SequenceEqual(payload), $"large message {large++}");
        }
        // Reading goes on, or the last pings would not be seen.
        var rest = pair.Server.ReceiveAsync(Cancelled);
        await sending.InTime();
        pair.Client.Abort();
        Assert.Null(await rest.InTime());
    }
}
