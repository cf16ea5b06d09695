using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Contract;

public abstract partial class PeerContract
{
    /// <summary>The most that a close frame has room for (RFC 6455 section 5.5.1).</summary>
    private const string LongestReason =
        "123 bytes: the longest reason there is, and as it has to be UTF-8, here are letters of two bytes: äöüßéèçñ. End....";

    [Theory]
    [InlineData(1000, "")]
    [InlineData(1000, "all said")]
    [InlineData(1001, "going away")]
    [InlineData(3000, "уходим 🐟")]
    [InlineData(4999, LongestReason)]
    public async Task The_peer_closes_with_a_code_and_a_reason(int code, string reason)
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        await pair.Theirs.CloseAsync(code, reason);
        Assert.Equal(ByPeer(code, reason), await pair.EndOfOursAsync());
        // RFC 6455 section 5.5.1: the answer echoes the code.
        Assert.Equal(code, (await pair.EndOfTheirsAsync()).Code);
    }

    [Fact]
    public async Task We_close_without_a_code()
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        var closure = await pair.Ours.CloseAsync(CloseCode.NoStatusReceived).InTime("our close");
        Assert.Equal(new PeerClosure(NoCode, ""), await pair.EndOfTheirsAsync());
        Assert.Equal(new WebSocketClosure(CloseCode.NoStatusReceived, "", ClosedBy.Local, WasClean: true), closure);
    }

    [Theory]
    [InlineData(1000, "")]
    [InlineData(1000, "all said")]
    [InlineData(1011, "out of order")]
    [InlineData(3999, "уходим 🐟")]
    [InlineData(4000, LongestReason)]
    public async Task We_close_with_a_code_and_a_reason(int code, string reason)
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        var closure = await pair.Ours.CloseAsync((CloseCode)code, reason).InTime("our close");
        Assert.Equal(new PeerClosure(code, reason), await pair.EndOfTheirsAsync());
        Assert.Equal(new WebSocketClosure((CloseCode)code, reason, ClosedBy.Local, WasClean: true), closure);
    }

    [Fact]
    public async Task What_we_sent_before_our_close_arrives()
    {
        await using var pair = await ConnectAsync(new PeerSettings { Compression = Compression.ContextTakeover });
        var message = new PeerMessage(MessageType.Binary, Payloads.Bytes(300_000));
        var sending = pair.Ours.SendAsync(message.Payload, cancellationToken: Cancellation).InTime("our message to be taken");
        var closing = pair.Ours.CloseAsync(CloseCode.GoingAway, "after all that");
        message.AssertSame(await pair.Theirs.ReceiveAsync(), "from us");
        await sending;
        Assert.Equal(new PeerClosure(1001, "after all that"), await pair.EndOfTheirsAsync());
        Assert.True((await closing.InTime("our close")).WasClean);
    }

    [Fact]
    public async Task What_the_peer_sent_before_its_close_arrives()
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        var message = new PeerMessage(MessageType.Binary, Payloads.Bytes(300_000));
        var sending = Task.Run(async () =>
        {
            await pair.Theirs.SendAsync(message);
            await pair.Theirs.CloseAsync(1000, "after all that");
        }, Cancellation);
        message.AssertSame(await pair.ReceiveAsync(), "to us");
        await sending.InTime("the peer to close");
        Assert.Equal(ByPeer(1000, "after all that"), await pair.EndOfOursAsync());
    }

    [Fact]
    public async Task A_peer_that_drops_the_connection_is_noticed()
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        await pair.ExchangeAsync(PeerMessage.Of("before"));
        await pair.Theirs.TerminateAsync();
        var closure = await pair.EndOfOursAsync();
        Assert.Equal(CloseCode.AbnormalClosure, closure.Code);
        Assert.Equal(ClosedBy.Transport, closure.ClosedBy);
        Assert.False(closure.WasClean);
        Assert.NotEqual("", closure.Reason);
        var refused = await Assert.ThrowsAsync<WebSocketClosedException>(async () => await pair.Ours.SendAsync("too late", Cancellation));
        Assert.Equal(closure, refused.Closure);
    }

    [Fact]
    public async Task Our_abort_is_an_abnormal_end_for_the_peer()
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        await pair.ExchangeAsync(PeerMessage.Of("before"));
        pair.Ours.Abort();
        Assert.Equal(1006, (await pair.EndOfTheirsAsync()).Code);
        var closure = await pair.EndOfOursAsync();
        Assert.Equal(CloseCode.AbnormalClosure, closure.Code);
        Assert.Equal(ClosedBy.Local, closure.ClosedBy);
    }

    [Fact]
    public async Task To_abort_what_has_ended_changes_nothing()
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        await pair.Theirs.CloseAsync(1000, "all said");
        var closure = await pair.EndOfOursAsync();
        pair.Ours.Abort();
        await pair.EndOfTheirsAsync();
        pair.Ours.Abort();
        Assert.Same(closure, await pair.Ours.CloseAsync(CloseCode.InternalError, "too late"));
    }

    [Theory]
    [InlineData(Compression.Off)]
    [InlineData(Compression.NoContextTakeover)]
    public async Task A_message_too_big_for_us_ends_in_1009(Compression compression)
    {
        await using var pair = await ConnectAsync(new PeerSettings { MaxMessageSize = 100_000, Compression = compression });
        await pair.ExchangeAsync(new PeerMessage(MessageType.Binary, new byte[100_000]));
        var ending = pair.EndOfOursAsync();
        await pair.Theirs.SendAsync(new PeerMessage(MessageType.Binary, new byte[100_001]));
        var told = await pair.EndOfTheirsAsync();
        Assert.Equal(1009, told.Code);
        Assert.NotEqual("", told.Reason);
        var closure = await ending;
        Assert.Equal(CloseCode.MessageTooBig, closure.Code);
        Assert.Equal(ClosedBy.Local, closure.ClosedBy);
        Assert.IsType<WebSocketProtocolException>(closure.Error);
    }
}
