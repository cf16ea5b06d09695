using Sockeye.Protocol.Tests.Compression;

namespace Sockeye.Connections.Tests.Receiving;

/// <summary>
/// A message stays as it is for as long as it is lent, even when the connection ends meanwhile. The pipes of these tests spoil memory
/// that is given back.
/// </summary>
public class MessageLifetimeTests
{
    // "Hello" in one frame, in two, and compressed.
    private static readonly string[] Messages = ["81 05 \"Hello\"", "01 02 \"He\" 80 03 \"llo\"", "c1 07 f2 48 cd c9 c9 07 00"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<WireKind, string> Endings
    {
        get
        {
            var rows = new TheoryData<WireKind, string>();
            foreach (var kind in Enum.GetValues<WireKind>())
            {
                foreach (var ending in (string[])["close", "abort", "peer goes", "broken send"])
                    rows.Add(kind, ending);
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Endings))]
    public async Task AHandlersMessageOutlivesTheConnection(WireKind kind, string ending)
    {
        foreach (var message in Messages)
        {
            await using var peer = RawPeer.Connect(kind, compression: Codec.Agreed());
            var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var read = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            peer.Connection.MessageReceived += async received =>
            {
                begun.SetResult();
                await go.Task;
                read.SetResult(received.Text);
            };
            await peer.SendAsync(message);
            await begun.Task.InTime();
            await EndAsync(peer, ending);
            go.SetResult();
            Assert.Equal("Hello", await read.Task.InTime());
        }
    }

    [Theory, MemberData(nameof(Endings))]
    public async Task ALoopsMessageOutlivesTheConnection(WireKind kind, string ending)
    {
        foreach (var message in Messages)
        {
            await using var peer = RawPeer.Connect(kind, compression: Codec.Agreed());
            await peer.SendAsync(message);
            await foreach (var received in peer.Connection.ReadAllAsync(Cancelled))
            {
                await EndAsync(peer, ending);
                Assert.Equal("Hello", received.Text);
            }
        }
    }

    [Theory, MemberData(nameof(Endings))]
    public async Task WhatHasComeOfAStreamedMessageOutlivesTheConnection(WireKind kind, string ending)
    {
        await using var peer = RawPeer.Connect(kind, compression: Codec.Agreed());
        await peer.SendAsync("02 05 \"Hello\"");
        await using var stream = await peer.Connection.ReceiveStreamAsync(Cancelled).InTime();
        await EndAsync(peer, ending);
        var buffer = new byte[5];
        await stream!.ReadExactlyAsync(buffer, Cancelled);
        Assert.Equal("Hello"u8.ToArray(), buffer);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ClosingInsideTheLoopOrAHandlerIsCleanAndDoesNotWaitForTheTimeout(WireKind kind)
    {
        foreach (var inHandler in (bool[])[false, true])
        {
            // Time stands still: only the peer's answer can end the wait.
            await using var peer = RawPeer.Connect(kind, options: new WebSocketConnectionOptions { TimeProvider = new ManualTime() });
            var closed = new TaskCompletionSource<WebSocketClosure>();
            async Task CloseAsync() => closed.SetResult(await peer.Connection.CloseAsync(CloseCode.NormalClosure, "enough"));
            if (inHandler)
                peer.Connection.MessageReceived += async _ => await CloseAsync();
            var loop = inHandler ? Task.CompletedTask : Task.Run(async () =>
            {
                await foreach (var message in peer.Connection.ReadAllAsync(Cancelled))
                    await CloseAsync();
            }, Cancelled);
            await peer.SendAsync("81 01 \"a\"");
            Assert.Equal("close 1000 enough", await peer.ReceiveAsync());
            await peer.SendAsync("82 01 07 88 02 03 e8");
            peer.EndSending();
            Assert.True((await closed.Task.InTime()).WasClean);
            await loop.InTime();
        }
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task TheWireLetsGoWhenWhoReceivedIsDone(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        await peer.SendAsync("81 01 \"a\"");
        var message = await peer.Connection.ReceiveAsync(Cancelled).InTime();
        peer.Connection.Abort();
        await peer.Connection.Completion.InTime();
        if (kind == WireKind.Pipe)
            Assert.False(peer.Connection.WireCompletion.IsCompleted);
        Assert.Equal("a", message?.Text);
        await peer.Connection.DisposeAsync();
        await peer.Connection.WireCompletion.InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AHandlersMessageIsNotLetGoByWhoeverReceivesOrDisposes(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        async void Handle(WebSocketMessage message)
        {
            begun.SetResult();
            await go.Task;
            read.SetResult(message.Text);
        }
        peer.Connection.MessageReceived += Handle;
        await peer.SendAsync("81 05 \"Hello\"");
        await begun.Task.InTime();
        peer.Connection.Abort();
        peer.Connection.MessageReceived -= Handle;
        await peer.Connection.DisposeAsync();
        Assert.Null(await peer.Connection.ReceiveAsync(Cancelled).InTime());
        go.SetResult();
        Assert.Equal("Hello", await read.Task.InTime());
        await peer.Connection.WireCompletion.InTime();
    }

    private static async Task EndAsync(RawPeer peer, string ending)
    {
        switch (ending)
        {
            case "close":
                _ = peer.Connection.CloseAsync();
                Assert.Equal("close 1000 ", await peer.ReceiveAsync());
                for (var i = 0; i < 10; i++)
                    await peer.SendAsync("82 7e 10 00 aa*4096 02 01 aa 80 01 aa c2 0b 00 05 00 fa ff aa*5 00");
                await peer.SendAsync("88 02 03 e8");
                peer.EndSending();
                break;
            case "abort":
                peer.Connection.Abort();
                break;
            case "peer goes":
                peer.Leave();
                peer.Connection.TrySend("into the void");
                break;
            default:
                peer.Leave();
                while (!peer.Connection.Completion.IsCompleted)
                {
                    peer.Connection.TrySend("into the void");
                    await Task.Yield();
                }
                break;
        }
        if (ending != "peer goes")
            await peer.Connection.Completion.InTime();
    }
}
