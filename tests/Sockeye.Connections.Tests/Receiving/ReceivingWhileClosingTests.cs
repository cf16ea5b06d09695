namespace Sockeye.Connections.Tests.Receiving;

/// <summary>Messages that arrive after this end has begun to close: whoever asks gets them, whole; what nobody asks for is dropped.</summary>
public class ReceivingWhileClosingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task WhoeverAsksStillGetsMessages(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, inline: true);
        _ = peer.Connection.CloseAsync();
        var first = peer.Connection.ReceiveAsync(Cancelled);
        await peer.SendAsync("81 01 \"a\"");
        Assert.Equal("a", (await first.InTime())?.Text);
        var second = peer.Connection.ReceiveAsync(Cancelled);
        await peer.SendAsync("01 01 \"b\" 80 01 \"c\" 88 02 03 e8");
        Assert.Equal("bc", (await second.InTime())?.Text);
        Assert.Null(await peer.Connection.ReceiveAsync(Cancelled).InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AMessageThatWasHeldForNobodyIsDropped(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, inline: true);
        await peer.SendAsync("81 01 \"a\"");
        var closing = peer.Connection.CloseAsync();
        await peer.SendAsync("81 01 \"b\" 88 02 03 e8");
        peer.EndSending();
        Assert.True((await closing.InTime()).WasClean);
        Assert.Null(await peer.Connection.ReceiveAsync(Cancelled).InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task NothingOfADroppedMessageGetsIntoTheNext(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, inline: true);
        using var giveUp = new CancellationTokenSource();
        var abandoned = peer.Connection.ReceiveAsync(giveUp.Token);
        await peer.SendAsync("01 02 \"ab\"");
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned.AsTask());
        _ = peer.Connection.CloseAsync();
        await peer.SendAsync("80 02 \"cd\"");
        var next = peer.Connection.ReceiveAsync(Cancelled);
        await peer.SendAsync("01 01 \"e\" 80 01 \"f\"");
        Assert.Equal("ef", (await next.InTime())?.Text);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AMessageBeingReadAsAStreamIsReadToItsEnd(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, inline: true);
        var opening = peer.Connection.ReceiveStreamAsync(Cancelled);
        await peer.SendAsync("02 01 01");
        await using var stream = await opening.InTime();
        var buffer = new byte[10];
        Assert.Equal(1, await stream!.ReadAsync(buffer, Cancelled));
        var rest = stream.ReadAsync(buffer, Cancelled);
        _ = peer.Connection.CloseAsync();
        await peer.SendAsync("80 01 02");
        Assert.Equal((1, 0x02), (await rest.InTime(), buffer[0]));
        Assert.Equal(0, await stream.ReadAsync(buffer, Cancelled));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AStreamThatNobodyReadIsCutAndDoesNotRunIntoTheNextMessage(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, inline: true);
        var opening = peer.Connection.ReceiveStreamAsync(Cancelled);
        await peer.SendAsync("02 01 01");
        var stream = await opening.InTime();
        _ = peer.Connection.CloseAsync();
        await peer.SendAsync("80 01 02");
        var buffer = new byte[10];
        Assert.Equal(1, await stream!.ReadAsync(buffer, Cancelled));
        var rest = stream.ReadAsync(buffer, Cancelled).AsTask();
        await Assert.ThrowsAsync<EndOfStreamException>(() => rest.InTime());
        await stream.DisposeAsync();
        var next = peer.Connection.ReceiveAsync(Cancelled);
        await peer.SendAsync("82 01 09 88 00");
        Assert.Equal([9], (await next.InTime())?.ToArray());
        Assert.Null(await peer.Connection.ReceiveAsync(Cancelled).InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task DisposingAStreamWhoseConnectionEndedThrowsNothing(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        await peer.SendAsync("02 01 01");
        var stream = await peer.Connection.ReceiveStreamAsync(Cancelled).InTime();
        peer.Leave();
        await stream!.DisposeAsync().InTime();
        Assert.Equal(CloseCode.AbnormalClosure, (await peer.Connection.Completion.InTime()).Code);
    }
}
