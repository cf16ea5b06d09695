namespace Sockeye.Connections.Tests.Heartbeat;

/// <summary>One wheel turns for all connections: nobody's handlers may hold it up.</summary>
public class TimerThreadTests
{
    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AHandlerThatBlocksDoesNotHoldUpOtherConnectionsTimes(WireKind kind)
    {
        var time = new ManualTime();
        var options = new WebSocketConnectionOptions { TimeProvider = time };
        using var go = new SemaphoreSlim(0);
        var cancelled = TestContext.Current.CancellationToken;
        await using var dead = RawPeer.Connect(kind, options: options);
        await using var other = RawPeer.Connect(kind, options: options);
        dead.Connection.Closed += _ => go.Wait(cancelled);
        await Task.Run(() => time.Advance(41), cancelled).InTime();
        await dead.Connection.Completion.InTime();
        await other.Connection.Completion.InTime();
        go.Release();
    }
}
