namespace Sockeye.Connections.Tests.Receiving;

/// <summary>From receiving to handlers and back again, in the middle of things.</summary>
public class TakingOverTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AReceiveBegunBeforeTheHandlersCameStillEnds(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var receive = peer.Connection.ReceiveAsync(Cancelled).AsTask();
        var received = new Received();
        peer.Connection.MessageReceived += received.Add;
        await peer.SendAsync("81 01 61");
        Assert.Equal(["a"], await received.WhenAsync(1));
        Assert.False(receive.IsCompleted);
        peer.Leave();
        Assert.Null(await receive.InTime());
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AReaderThatTakesOverInsideAHandlerKeepsItsMessageWhenTheHandlerReturns(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind, inline: true);
        var connection = peer.Connection;
        var look = new TaskCompletionSource();
        Task<string>? reader = null;
        connection.MessageReceived += TakeOver;
        await peer.SendAsync("81 01 61  81 01 62");
        await peer.SendAsync("81 01 63");
        Assert.NotNull(reader);
        look.SetResult();
        Assert.Equal("b", await reader.InTime());

        void TakeOver(WebSocketMessage first)
        {
            connection.MessageReceived -= TakeOver;
            reader = ReadAsync();
        }

        async Task<string> ReadAsync()
        {
            var message = await connection.ReceiveAsync(Cancelled);
            await look.Task;
            return message!.Value.Text;
        }
    }
}
