using System.Threading.Channels;
using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Contract;

/// <summary>Our client stays with a server of another maker: through its crash and restart, and through its closes.</summary>
public abstract class ReconnectContract
{
    private readonly Channel<WebSocketDisconnection> _losses = Channel.CreateUnbounded<WebSocketDisconnection>();

    private protected abstract ScriptedProcess StartProcess();

    [Fact]
    public async Task The_client_comes_back_after_the_server_crashed_and_brings_what_was_queued()
    {
        var settings = new PeerSettings { Compression = Compression.ContextTakeover };
        await using var first = StartProcess();
        var port = await first.ListenAsync(settings);
        await using var client = CreateClient(port, settings);
        await client.ConnectAsync(TestContext.Current.CancellationToken).InTime("the first connection");
        await TalkAsync(client, await first.NextPeerAsync(), "before");

        await first.KillAsync();
        var loss = await NextLossAsync();
        Assert.Equal((CloseCode.AbnormalClosure, ClosedBy.Transport, false), (loss.Closure.Code, loss.Closure.ClosedBy, loss.Closure.WasClean));
        Assert.True(loss.WillReconnect);
        await client.SendAsync("while you were away", TestContext.Current.CancellationToken).InTime("a place in the queue");
        Assert.Equal(1, client.QueuedMessages);

        await using var second = StartProcess();
        await second.ListenAsync(settings, port);
        var peer = await second.NextPeerAsync();
        PeerMessage.Of("while you were away").AssertSame(await peer.ReceiveAsync(), "from the queue");
        await TalkAsync(client, peer, "after");
        var closure = await client.CloseAsync(CloseCode.NormalClosure, "all said").InTime("the client to close");
        Assert.Equal(new PeerClosure(1000, "all said"), await peer.Closed.InTime("the server to hear of it"));
        Assert.Equal(0, closure.UnsentMessages);
    }

    [Fact]
    public async Task The_client_waits_for_a_server_that_starts_late()
    {
        await using var early = StartProcess();
        var port = await early.ListenAsync(new PeerSettings());
        await early.KillAsync();
        await using var client = CreateClient(port, new PeerSettings());
        var refused = new TaskCompletionSource<Exception>();
        client.Errored += error => refused.TrySetResult(error);
        var connecting = client.ConnectAsync(TestContext.Current.CancellationToken);
        Assert.IsType<WebSocketConnectException>(await refused.Task.InTime("a failed attempt"));

        await using var late = StartProcess();
        await late.ListenAsync(new PeerSettings(), port);
        await connecting.InTime("the client to connect");
        await TalkAsync(client, await late.NextPeerAsync(), "at last");
    }

    [Theory]
    [InlineData(1012, "back in a minute")]
    [InlineData(4100, "moved")]
    public async Task The_client_comes_back_after_a_close_that_allows_it(int code, string reason)
    {
        await using var process = StartProcess();
        await using var client = CreateClient(await process.ListenAsync(new PeerSettings()), new PeerSettings());
        await client.ConnectAsync(TestContext.Current.CancellationToken).InTime("the first connection");
        await (await process.NextPeerAsync()).CloseAsync(code, reason);
        var loss = await NextLossAsync();
        Assert.Equal(((CloseCode)code, reason, ClosedBy.Peer), (loss.Closure.Code, loss.Closure.Reason, loss.Closure.ClosedBy));
        Assert.True(loss.WillReconnect);
        await TalkAsync(client, await process.NextPeerAsync(), "again");
    }

    [Theory]
    [InlineData(1000, "all said")]
    [InlineData(1008, "banned")]
    [InlineData(4500, "do not come back")]
    public async Task The_client_stays_away_after_a_close_that_says_so(int code, string reason)
    {
        await using var process = StartProcess();
        await using var client = CreateClient(await process.ListenAsync(new PeerSettings()), new PeerSettings());
        await client.ConnectAsync(TestContext.Current.CancellationToken).InTime("the connection");
        await (await process.NextPeerAsync()).CloseAsync(code, reason);
        Assert.False((await NextLossAsync()).WillReconnect);
        var closure = await client.Completion.InTime("the client to end");
        Assert.Equal(new WebSocketClosure((CloseCode)code, reason, ClosedBy.Peer, WasClean: true), closure.Closure);
        Assert.Equal(WebSocketClientState.Closed, client.State);
    }

    private static async Task TalkAsync(WebSocketClient client, ScriptedPeer peer, string text)
    {
        await client.SendAsync($"{text}, says the client", TestContext.Current.CancellationToken).InTime("the client to send");
        PeerMessage.Of($"{text}, says the client").AssertSame(await peer.ReceiveAsync(), "to the server");
        var received = new TaskCompletionSource<string>();
        void Take(WebSocketMessage message) => received.TrySetResult(message.Text);
        client.MessageReceived += Take;
        await peer.SendAsync(PeerMessage.Of($"{text}, says the server"));
        Assert.Equal($"{text}, says the server", await received.Task.InTime("a message to reach the client"));
        client.MessageReceived -= Take;
    }

    private WebSocketClient CreateClient(int port, PeerSettings settings)
    {
        var client = new WebSocketClient($"ws://127.0.0.1:{port}/", new WebSocketClientOptions
        {
            Connect = OurClient.CreateOptions(settings),
            Reconnect = new ReconnectOptions { BaseDelay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(200) },
        });
        client.Disconnected += loss => _losses.Writer.TryWrite(loss);
        return client;
    }

    private Task<WebSocketDisconnection> NextLossAsync() => _losses.Reader.ReadAsync().InTime("the client to notice");
}
