using Sockeye.Interop.Contract;
using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.NodeWs;

/// <summary>What Node's <c>ws</c> can do besides: close without a code, as browsers do.</summary>
public abstract class NodeContract : PeerContract
{
    [Fact]
    public async Task The_peer_closes_without_a_code()
    {
        await using var pair = await ConnectAsync(new PeerSettings());
        await pair.Theirs.CloseAsync(null, "");
        Assert.Equal(
            new WebSocketClosure(CloseCode.NoStatusReceived, "", ClosedBy.Peer, WasClean: true),
            await pair.Ours.Completion.InTime("our end to be over"));
        Assert.Equal(new PeerClosure(1005, ""), await pair.Theirs.Closed.InTime("the peer's end to be over"));
    }
}

/// <summary>Node's <c>ws</c> as the client of our server.</summary>
public sealed class NodeClientTests : NodeContract
{
    private protected override Task<Pair> ConnectAsync(PeerSettings settings) => ScriptedPairs.TheirClientAsync(ScriptedProcess.Node(), settings);
}

/// <summary>Node's <c>ws</c> as the server of our client.</summary>
public sealed class NodeServerTests : NodeContract
{
    private protected override Task<Pair> ConnectAsync(PeerSettings settings) => ScriptedPairs.TheirServerAsync(ScriptedProcess.Node(), settings);
}
