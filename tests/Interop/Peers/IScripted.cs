namespace Sockeye.Interop.Peers;

/// <summary>What carries out the commands of a <see cref="ScriptedPeer"/>: a process, or a page in a browser.</summary>
internal interface IScripted : IAsyncDisposable
{
    /// <summary>Hands over a command; what it leads to comes back as events.</summary>
    Task CommandAsync(object command);
}
