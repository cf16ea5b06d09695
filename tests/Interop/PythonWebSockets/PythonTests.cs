using Sockeye.Interop.Contract;
using Sockeye.Interop.Peers;

namespace Sockeye.Interop.PythonWebSockets;

/// <summary>Python's <c>websockets</c> as the client of our server.</summary>
public sealed class PythonClientTests : PeerContract
{
    private protected override Task<Pair> ConnectAsync(PeerSettings settings) => ScriptedPairs.TheirClientAsync(ScriptedProcess.Python(), settings);
}

/// <summary>Python's <c>websockets</c> as the server of our client.</summary>
public sealed class PythonServerTests : PeerContract
{
    private protected override Task<Pair> ConnectAsync(PeerSettings settings) => ScriptedPairs.TheirServerAsync(ScriptedProcess.Python(), settings);
}
