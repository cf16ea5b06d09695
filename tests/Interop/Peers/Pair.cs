using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>Both ends of one connection, ours and a peer's, and what has to be let go of with it.</summary>
internal sealed class Pair(WebSocketConnection ours, IPeer theirs, params IAsyncDisposable[] underneath) : IAsyncDisposable
{
    public WebSocketConnection Ours { get; } = ours;

    public IPeer Theirs { get; } = theirs;

    /// <summary>Sends a message each way and fails unless it arrives as it was.</summary>
    public async Task ExchangeAsync(PeerMessage message, int fragments = 1)
    {
        // Sent while it is received: not every transport has room for a whole message.
        var toUs = Theirs.SendAsync(message, fragments);
        message.AssertSame(await ReceiveAsync(), "to us");
        await toUs;
        var fromUs = Ours.SendAsync(message.Payload, message.Type).InTime("our message to be taken");
        message.AssertSame(await Theirs.ReceiveAsync(), "from us");
        await fromUs;
    }

    /// <summary>A copy of the next message that reaches us.</summary>
    public async Task<PeerMessage> ReceiveAsync()
    {
        var message = await Ours.ReceiveAsync(TestContext.Current.CancellationToken).InTime("a message to reach us");
        Assert.True(message is not null, $"The connection ended instead of bringing a message: {Ours.State}.");
        return PeerMessage.Of(message.Value);
    }

    /// <summary>Receives to the end, as applications do; no message may come before it.</summary>
    public async Task<WebSocketClosure> EndOfOursAsync()
    {
        var message = await Ours.ReceiveAsync(TestContext.Current.CancellationToken).InTime("our end of the connection to be over");
        Assert.True(message is null, $"Instead of the end came {message}.");
        return await Ours.Completion.InTime("how the connection ended");
    }

    public Task<PeerClosure> EndOfTheirsAsync() => Theirs.Closed.InTime("the peer's end of the connection to be over");

    public async ValueTask DisposeAsync()
    {
        Ours.Abort();
        await Ours.DisposeAsync();
        await Theirs.DisposeAsync();
        foreach (var one in underneath)
            await one.DisposeAsync();
    }
}
