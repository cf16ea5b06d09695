using System.IO.Compression;

namespace Sockeye.Protocol;

/// <summary>Deflate states for messages that stand alone, a pool for each window and level in use.</summary>
internal static class DeflaterPool
{
    private const int Levels = (int)CompressionLevel.SmallestSize + 1;
    private const int Windows = PerMessageDeflate.MaxWindowBits - PerMessageDeflate.MinWindowBits + 1;

    private static readonly StatePool<Deflater>?[] Pools = new StatePool<Deflater>?[Windows * Levels];

    public static StatePool<Deflater> For(int windowBits, CompressionLevel level)
    {
        ref var pool = ref Pools[((windowBits - PerMessageDeflate.MinWindowBits) * Levels) + (int)level];
        return Volatile.Read(ref pool) ?? Interlocked.CompareExchange(ref pool, Create(windowBits, level), null) ?? pool!;
    }

    private static StatePool<Deflater> Create(int windowBits, CompressionLevel level) =>
        new(() => new Deflater(windowBits, level, PerMessageDeflate.PooledMemoryLevel), StatePool<Deflater>.DefaultCapacity);
}
