using System.Buffers;
using System.IO.Pipelines;
using Sockeye.Protocol;
using Sockeye.Wires;

namespace Sockeye.Connections.Tests.Allocation;

/// <summary>
/// In the steady state an echoed message costs the library no memory at all: exactly 0 bytes over 10,000 messages of 100 bytes, counted on
/// the one thread that everything runs on.
/// </summary>
public class EchoAllocationTests
{
    // As long as the run that counts: until then the runtime still compiles, and makes objects of its own.
    private const int WarmUp = 10_000;
    private const int Messages = 10_000;
    private const int Size = 100;

    public static TheoryData<string, Role> Styles
    {
        get
        {
            var rows = new TheoryData<string, Role>();
            foreach (var style in (string[])["handler", "async handler", "try", "await foreach", "receive", "prepared"])
            {
                rows.Add(style, Role.Server);
                rows.Add(style, Role.Client);
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Styles))]
    public async Task EchoAllocatesNothingOnADirectWire(string style, Role role)
    {
        var wire = new DirectWire();
        await using var connection = Begin(wire, role);
        var consuming = Echo(connection, style);
        var frame = Frame(role);
        var window = new byte[frame.Length];
        var before = 0L;
        for (var i = 0; i < WarmUp + Messages; i++)
        {
            if (i == WarmUp)
                before = GC.GetAllocatedBytesForCurrentThread();
            wire.Clear();
            frame.CopyTo(window.AsSpan());
            if (!wire.Feed(window) || wire.Written.Length < Size)
                Assert.Fail("Not echoed on this thread.");
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        connection.Abort();
        await consuming.InTime();
        Assert.Equal(0, allocated);
    }

    [Theory, MemberData(nameof(Styles))]
    public async Task EchoAllocatesNothingOnAPipe(string style, Role role)
    {
        var options = new PipeOptions(new ReusingPool(), readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        var (there, back) = (new Pipe(options), new Pipe(options));
        await using var connection = Begin(new PipeWire(new Duplex(there.Reader, back.Writer)), role);
        var consuming = Echo(connection, style);
        var allocated = Run(there.Writer, back.Reader, Frame(role));
        connection.Abort();
        await consuming.InTime();
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task AMessageInFragmentsOrInSeveralDeliveriesAllocatesNothing()
    {
        var wire = new DirectWire();
        await using var connection = Begin(wire, Role.Client);
        var consuming = Echo(connection, "handler");
        byte[] frames = [0x02, 50, .. new byte[50], 0x89, 4, 1, 2, 3, 4, 0x80, 50, .. new byte[50]];
        var window = new byte[frames.Length];
        var before = 0L;
        for (var i = 0; i < WarmUp + Messages; i++)
        {
            if (i == WarmUp)
                before = GC.GetAllocatedBytesForCurrentThread();
            wire.Clear();
            frames.CopyTo(window.AsSpan());
            var cut = i % window.Length;
            wire.Feed(window.AsMemory(..cut));
            wire.Feed(window.AsMemory(cut..));
            if (wire.Written.Length < Size)
                Assert.Fail("Not echoed on this thread.");
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        connection.Abort();
        await consuming.InTime();
        Assert.Equal(0, allocated);
    }

    // Synchronous, so that the count is of one thread.
    private static long Run(PipeWriter there, PipeReader back, byte[] frame)
    {
        var before = 0L;
        for (var i = 0; i < WarmUp + Messages; i++)
        {
            if (i == WarmUp)
                before = GC.GetAllocatedBytesForCurrentThread();
            frame.CopyTo(there.GetSpan(frame.Length));
            there.Advance(frame.Length);
            if (!there.FlushAsync().IsCompletedSuccessfully)
                Assert.Fail("The connection did not read.");
            if (!back.TryRead(out var result) || result.Buffer.Length < Size)
                Assert.Fail("Not echoed on this thread.");
            back.AdvanceTo(result.Buffer.End);
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static WebSocketConnection Begin(Wire wire, Role role)
    {
        // A clock of its own, so that no timer runs meanwhile; and more control frames than a peer usually may send.
        var options = new WebSocketConnectionOptions { TimeProvider = new ManualTime(), MaxControlFramesPerSecond = int.MaxValue };
        var connection = new WebSocketConnection(wire, new WebSocketConnectionSetup(role, options));
        connection.Start();
        return connection;
    }

    private static byte[] Frame(Role role) => role == Role.Server
        ? [0x82, 0x80 | Size, 1, 2, 3, 4, .. new byte[Size]]
        : [0x82, Size, .. new byte[Size]];

    private static Task Echo(WebSocketConnection connection, string style)
    {
        var prepared = new PreparedMessage(new byte[Size]);
        switch (style)
        {
            case "handler":
                connection.MessageReceived += message => _ = connection.SendAsync(message);
                return Task.CompletedTask;
            case "async handler":
                connection.MessageReceived += async message => await connection.SendAsync(message);
                return Task.CompletedTask;
            case "try":
                connection.MessageReceived += message => connection.TrySend(message.Payload);
                return Task.CompletedTask;
            case "prepared":
                connection.MessageReceived += _ => connection.TrySend(prepared);
                return Task.CompletedTask;
            case "receive":
                return ReceiveAsync(connection);
            default:
                return ReadAllAsync(connection);
        }
    }

    private static async Task ReceiveAsync(WebSocketConnection connection)
    {
        while (await connection.ReceiveAsync() is { } message)
            await connection.SendAsync(message);
    }

    private static async Task ReadAllAsync(WebSocketConnection connection)
    {
        await foreach (var message in connection.ReadAllAsync())
            await connection.SendAsync(message);
    }

    /// <summary>The pipes' own memory, kept apart from the shared pool that tests beside this one empty.</summary>
    private sealed class ReusingPool : MemoryPool<byte>
    {
        private readonly Stack<Block> _free = new(16);

        public override int MaxBufferSize => 4096;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => _free.TryPop(out var block) ? block : new Block(this);

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Block(ReusingPool pool) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = new byte[4096];

            public void Dispose() => pool._free.Push(this);
        }
    }
}
