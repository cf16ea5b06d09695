using Sockeye.Protocol;
using Sockeye.Wires;

namespace Sockeye.Connections.Tests.Sending;

/// <summary>A connection that ends while its writer is at work.</summary>
public class EndingWriterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task ALargeMessageEndsWithAPeerThatLeftWithoutReading(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var send = peer.Connection.SendAsync(new byte[4 << 20], cancellationToken: Cancelled).AsTask();
        peer.EndSending();
        await peer.Connection.Completion.InTime();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => send.InTime());
    }

    [Fact]
    public async Task NothingIsWrittenToAWireThatIsClosed()
    {
        var wire = new SteppedWire { FlushesAtOnce = 1 };
        var connection = Connect(wire, new WebSocketConnectionOptions());
        var send = connection.SendAsync(new byte[200_000], cancellationToken: Cancelled).AsTask();
        await wire.FlushBegan.InTime();
        connection.Abort();
        wire.EndFlush();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => send.InTime());
        Assert.False(wire.WrittenAfterClose);
    }

    [Fact]
    public async Task ASendThatTheWireRefusesFails()
    {
        var wire = new SteppedWire();
        var connection = Connect(wire, new WebSocketConnectionOptions { MaxQueuedMessages = 1 });
        await connection.SendAsync("1", Cancelled);
        await connection.SendAsync("2", Cancelled);
        var send = connection.SendAsync("3", Cancelled).AsTask();
        Assert.False(send.IsCompleted);
        wire.WritesLeft = 1;
        wire.EndFlush();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => send.InTime());
        connection.Abort();
    }

    private static WebSocketConnection Connect(Wire wire, WebSocketConnectionOptions options)
    {
        var connection = new WebSocketConnection(wire, new WebSocketConnectionSetup(Role.Server, options));
        connection.Start();
        return connection;
    }

    /// <summary>A wire whose flushes, after some that end at once, end when a test says so; and that takes so many writes.</summary>
    private sealed class SteppedWire : Wire
    {
        private readonly byte[] _memory = new byte[256 * 1024];
        private readonly TaskCompletionSource _flushBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<bool> _flush = new();
        private bool _closed;

        public Task FlushBegan => _flushBegan.Task;

        public int FlushesAtOnce { get; set; }

        public int WritesLeft { get; set; } = int.MaxValue;

        public bool WrittenAfterClose { get; private set; }

        public void EndFlush() => _flush.SetResult(true);

        public override Task Completion => Task.CompletedTask;

        public override void Start(IWireReceiver receiver)
        {
        }

        public override void Resume()
        {
        }

        public override void Retain()
        {
        }

        public override void Release()
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0)
        {
            WrittenAfterClose |= _closed;
            if (--WritesLeft < 0)
                throw new InvalidOperationException("The pipe was completed by its owner.");
            return _memory;
        }

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int count)
        {
        }

        public override ValueTask<bool> FlushAsync()
        {
            if (FlushesAtOnce-- > 0)
                return new ValueTask<bool>(true);
            _flushBegan.TrySetResult();
            return new ValueTask<bool>(_flush.Task);
        }

        public override ValueTask CloseAsync()
        {
            _closed = true;
            return default;
        }

        public override void Abort()
        {
        }
    }
}
