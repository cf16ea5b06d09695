using System.Buffers;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>Pools keep few states, lend each to one message at a time, and never one in the middle of a message.</summary>
public class StatePoolTests
{
    [Fact]
    public void KeepsNoMoreThanItsCapacity()
    {
        var pool = new StatePool<Part>(() => new Part(), capacity: 2);
        var parts = new[] { pool.Rent(), pool.Rent(), pool.Rent() };
        Array.ForEach(parts, pool.Return);
        Assert.Equal([false, false, true], parts.Select(part => part.IsDisposed));
        Assert.Equal([parts[0], parts[1]], [pool.Rent(), pool.Rent()]);
        Assert.DoesNotContain(pool.Rent(), parts);
    }

    [Fact]
    public async Task LendsEachToOneMessageAtATime()
    {
        var pool = new StatePool<Part>(() => new Part(), capacity: 3);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var part = pool.Rent();
                Assert.Equal(1, Interlocked.Increment(ref part.Users));
                Assert.False(part.IsDisposed);
                Interlocked.Decrement(ref part.Users);
                pool.Return(part);
            }
        })));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManyConnectionsAtOnce(bool takeover) =>
        await Task.WhenAll(Enumerable.Range(0, 8).Select(connection => Task.Run(() =>
        {
            using var compressor = Codec.Compressor(takeover: takeover);
            using var decompressor = Codec.Decompressor(takeover: takeover);
            for (var i = 0; i < 200; i++)
            {
                var text = Payloads.Words(seed: (connection * 1000) + i, length: 50 * i);

                // In pieces, so that more states are lent than the pool keeps.
                var payload = compressor.Compress(text, chunk: 1000, room: 700);
                Assert.Equal(text, decompressor.Decompress(payload, chunk: 500, room: 900));
            }
        })));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DisposingBesideAStepIsSafe(bool takeover)
    {
        var payload = Codec.Compressor().Compress(new byte[5000]);
        for (var i = 0; i < 150; i++)
        {
            var compressor = Codec.Compressor(takeover: takeover);
            var decompressor = Codec.Decompressor(takeover: takeover);
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var compressing = Forever(n => compressor.Compress(new byte[5000], n % 3 == 0, new ArrayBufferWriter<byte>(6000)));
            var inflating = Forever(n =>
            {
                decompressor.Decompress(payload, endOfMessage: true, new byte[6000], out _, out _);
                if (n == 10)
                    started.SetResult();
            });

            await started.Task.WaitAsync(TestContext.Current.CancellationToken);
            compressor.Dispose();
            decompressor.Dispose();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => compressing);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => inflating);
        }
    }

    private static Task Forever(Action<int> step) => Task.Run(() =>
    {
        for (var n = 0; ; n++)
            step(n);
    });

    private sealed class Part : IDisposable
    {
        public int Users;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
