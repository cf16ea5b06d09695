using Sockeye.Interop.Contract;
using Sockeye.Interop.Peers;

namespace Sockeye.Interop.NodeWs;

/// <summary>Our client stays with a server made of Node's <c>ws</c>.</summary>
public sealed class NodeReconnectTests : ReconnectContract
{
    private protected override ScriptedProcess StartProcess() => ScriptedProcess.Node();
}
