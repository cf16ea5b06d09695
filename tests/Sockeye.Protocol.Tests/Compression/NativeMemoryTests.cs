using System.Runtime.CompilerServices;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>Counts the process's native states, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(NativeMemoryTests), DisableParallelization = true)]
[Collection(nameof(NativeMemoryTests))]
public class NativeMemoryTests
{
    private const int Connections = 200;

    private static readonly int Pooled = 2 * StatePool<Deflater>.DefaultCapacity;

    [Fact]
    public void WithoutTakeoverAnIdleConnectionHoldsNoState()
    {
        var before = Settled();
        var ends = Enumerable.Range(0, Connections).Select(_ => Talk(takeover: false)).ToArray();
        Assert.InRange(ZlibState.OpenCount, before, before + Pooled);
        Array.ForEach(ends, Dispose);
    }

    [Fact]
    public void WithTakeoverOnlyTheSendingEndHoldsAStateAndOnlyOnceItHasSent()
    {
        var before = Settled();
        var silent = Enumerable.Range(0, Connections).Select(_ => Codec.Compressor(takeover: true)).ToArray();
        Assert.Equal(before, ZlibState.OpenCount);
        var ends = Enumerable.Range(0, Connections).Select(_ => Talk(takeover: true)).ToArray();
        Assert.InRange(ZlibState.OpenCount, before + Connections, before + Connections + Pooled);

        Array.ForEach(ends, Dispose);
        Array.ForEach(ends, Dispose);
        Assert.InRange(ZlibState.OpenCount, before, before + Pooled);
        GC.KeepAlive(silent);
    }

    [Fact]
    public void EndsThatWereForgottenGiveTheirMemoryBack()
    {
        var before = Settled();
        TalkAndForget(before);

        // The stack may still show one of them.
        Assert.InRange(Settled(), before - Pooled, before + Pooled + 2);
    }

    [Fact]
    public void DisposedInTheMiddleOfAMessage()
    {
        var before = Settled();
        for (var i = 0; i < Connections; i++)
        {
            var compressor = Codec.Compressor();
            compressor.Compress(new byte[1000], endOfMessage: false, new System.Buffers.ArrayBufferWriter<byte>());
            var decompressor = Codec.Decompressor();
            decompressor.Decompress([0xf2, 0x48, 0xcd], endOfMessage: false, new byte[10], out _, out _);
            Dispose((compressor, decompressor));
            Dispose((compressor, decompressor));
            Assert.Throws<ObjectDisposedException>(() => compressor.Compress([1]));
            Assert.Throws<ObjectDisposedException>(() => decompressor.Decompress([1]));
        }

        Assert.InRange(ZlibState.OpenCount, before - Pooled, before + Pooled);
    }

    /// <summary>The states in use once those that earlier tests forgot are gone.</summary>
    private static int Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ZlibState.OpenCount;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TalkAndForget(int before)
    {
        var ends = Enumerable.Range(0, Connections).Select(_ => Talk(takeover: true)).ToArray();
        Assert.InRange(ZlibState.OpenCount, before + Connections, before + Connections + Pooled);
        GC.KeepAlive(ends);
    }

    private static (MessageCompressor, MessageDecompressor) Talk(bool takeover)
    {
        var compressor = Codec.Compressor(takeover: takeover);
        var decompressor = Codec.Decompressor(takeover: takeover);
        var text = Payloads.Words(seed: 1, length: 100);
        Assert.Equal(text, decompressor.Decompress(compressor.Compress(text)));
        return (compressor, decompressor);
    }

    private static void Dispose((MessageCompressor Compressor, MessageDecompressor Decompressor) ends)
    {
        ends.Compressor.Dispose();
        ends.Decompressor.Dispose();
    }
}
