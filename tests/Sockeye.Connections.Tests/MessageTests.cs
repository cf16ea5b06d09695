using System.Text;

namespace Sockeye.Connections.Tests;

/// <summary>Messages from end to end: pulled, by event, whole and in parts, of any size.</summary>
public class MessageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.Compressed), MemberType = typeof(Wires))]
    public async Task EchoOfEverySizeComesBackWhole(WireKind kind, bool compressed)
    {
        var parameters = compressed ? new Protocol.PerMessageDeflateParameters(false, true, 15, 15) : (Protocol.PerMessageDeflateParameters?)null;
        await using var pair = ConnectionPair.Create(kind, compression: parameters);
        var echo = Task.Run(async () =>
        {
            await foreach (var message in pair.Server.ReadAllAsync(Cancelled))
                await pair.Server.SendAsync(message, Cancelled);
        }, Cancelled);
        foreach (var size in new[] { 0, 1, 125, 126, 127, 4096, 65535, 65536, 65537, 300_000, 1 << 20 })
        {
            var payload = new byte[size];
            new Random(size).NextBytes(payload);
            await pair.Client.SendAsync(payload, cancellationToken: Cancelled);
            var answer = await pair.Client.ReceiveAsync(Cancelled);
            Assert.NotNull(answer);
            Assert.Equal(MessageType.Binary, answer.Value.Type);
            Assert.True(answer.Value.Payload.Span.SequenceEqual(payload), $"size {size}");
        }
        var closure = await pair.Client.CloseAsync(CloseCode.NormalClosure, "done");
        Assert.Equal(new WebSocketClosure(CloseCode.NormalClosure, "done", ClosedBy.Local, true), closure);
        Assert.Equal(new WebSocketClosure(CloseCode.NormalClosure, "done", ClosedBy.Peer, true), await pair.Server.Completion);
        await echo;
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AsyncEventHandlersAreAwaitedInOrder(WireKind kind)
    {
        await using var pair = ConnectionPair.Create(kind);
        pair.Server.MessageReceived += async message =>
        {
            var before = message.Text;
            await Task.Yield();
            await pair.Server.SendAsync($"{before}={message.Text}", Cancelled);
        };
        for (var i = 0; i < 100; i++)
            await pair.Client.SendAsync(i.ToString(System.Globalization.CultureInfo.InvariantCulture), Cancelled);
        for (var i = 0; i < 100; i++)
        {
            var answer = await pair.Client.ReceiveAsync(Cancelled);
            Assert.Equal($"{i}={i}", answer?.Text);
        }
    }

    [Theory, MemberData(nameof(Wires.Compressed), MemberType = typeof(Wires))]
    public async Task StreamsGoOutAndInPieceByPiece(WireKind kind, bool compressed)
    {
        var parameters = compressed ? new Protocol.PerMessageDeflateParameters(false, false, 15, 15) : (Protocol.PerMessageDeflateParameters?)null;
        await using var pair = ConnectionPair.Create(kind, compression: parameters);
        var sending = Task.Run(async () =>
        {
            await pair.Client.SendStreamAsync(async stream =>
            {
                for (var i = 0; i < 1000; i++)
                    await stream.WriteAsync(Encoding.UTF8.GetBytes($"zeile {i} äöü\n"), Cancelled);
            }, MessageType.Text, Cancelled);
            await pair.Client.SendAsync("after", Cancelled);
        }, Cancelled);
        await using (var received = await pair.Server.ReceiveStreamAsync(Cancelled))
        {
            Assert.Equal(MessageType.Text, received!.Type);
            using var reader = new StreamReader(received);
            for (var i = 0; i < 1000; i++)
                Assert.Equal($"zeile {i} äöü", await reader.ReadLineAsync(Cancelled));
            Assert.Null(await reader.ReadLineAsync(Cancelled));
        }
        Assert.Equal("after", (await pair.Server.ReceiveAsync(Cancelled))?.Text);
        await sending;
    }

    [Theory, MemberData(nameof(Wires.Compressed), MemberType = typeof(Wires))]
    public async Task AStreamedMessageThatCannotBeFinishedNeverLooksWhole(WireKind kind, bool compressed)
    {
        var parameters = compressed ? new Protocol.PerMessageDeflateParameters(true, true, 15, 15) : (Protocol.PerMessageDeflateParameters?)null;
        await using var pair = ConnectionPair.Create(kind, compression: parameters);
        await Assert.ThrowsAsync<FileNotFoundException>(() => pair.Client.SendStreamAsync(async stream =>
        {
            await using (stream)
                await stream.WriteAsync(new byte[100], Cancelled);
            throw new FileNotFoundException("the second half");
        }, cancellationToken: Cancelled).AsTask());
        Assert.Null(await pair.Server.ReceiveAsync(Cancelled));
        Assert.Equal(CloseCode.InternalError, (await pair.Server.Completion).Code);
    }
}
