using Sockeye.Interop.Contract;
using Sockeye.Interop.Peers;

namespace Sockeye.Interop.PythonWebSockets;

/// <summary>Our client stays with a server made of Python's <c>websockets</c>.</summary>
public sealed class PythonReconnectTests : ReconnectContract
{
    private protected override ScriptedProcess StartProcess() => ScriptedProcess.Python();
}
