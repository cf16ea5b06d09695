namespace Sockeye.Cli.Serve.Chat;

/// <summary>The way to one visitor. Called while the room is locked: it must not wait.</summary>
internal interface IChatPeer
{
    void Deliver(PreparedMessage message);

    /// <summary>The same visitor is here by another connection now.</summary>
    void Replace();
}
