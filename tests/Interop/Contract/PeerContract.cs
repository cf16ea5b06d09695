using System.Text;
using Sockeye.Interop.Peers;

namespace Sockeye.Interop.Contract;

/// <summary>
/// What holds between a connection of ours and one of anybody else's, whichever of the two is the server: a subclass per peer and
/// role makes the pair, these tests speak on it from both ends.
/// </summary>
public abstract partial class PeerContract
{
    /// <summary>A connection, open at both ends.</summary>
    private protected abstract Task<Pair> ConnectAsync(PeerSettings settings);

    /// <summary>Whether the peer can be told to ping.</summary>
    private protected virtual bool CanPing => true;

    /// <summary>What the peer's program is told when a close frame carries no code (RFC 6455 section 7.1.5).</summary>
    private protected virtual int NoCode => 1005;

    [Fact]
    public async Task A_subprotocol_is_agreed_on()
    {
        await using var pair = await ConnectAsync(new PeerSettings
        {
            OfferedSubprotocols = ["unheard.of", "v2.sockeye.test"],
            SpokenSubprotocols = ["v2.sockeye.test"],
        });
        Assert.Equal("v2.sockeye.test", pair.Ours.Subprotocol);
        Assert.Equal("v2.sockeye.test", pair.Theirs.Subprotocol);
    }

    [Fact]
    public async Task Without_subprotocols_none_is_agreed_on()
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        Assert.Null(pair.Ours.Subprotocol);
        Assert.Equal("", pair.Theirs.Subprotocol);
    }

    [Fact]
    public async Task Everything_works_over_tls()
    {
        await using var pair = await ConnectAsync(new PeerSettings { Tls = true, Compression = Compression.ContextTakeover });
        foreach (var message in Payloads.OfEverySize())
            await pair.ExchangeAsync(message);
        await pair.Theirs.CloseAsync(4000, "that was all");
        Assert.Equal(ByPeer(4000, "that was all"), await pair.EndOfOursAsync());
    }

    private static WebSocketClosure ByPeer(int code, string reason) => new((CloseCode)code, reason, ClosedBy.Peer, WasClean: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
