using System.Buffers;

namespace Sockeye;

/// <summary>A buffer writer over one pooled array, which it holds only while there is something in it.</summary>
internal sealed class PooledBufferWriter : IBufferWriter<byte>
{
    private const int SmallestBuffer = 4096;

    private byte[] _buffer = [];
    private int _written;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _written);

    /// <summary>Forgets what was written and gives the array back.</summary>
    public void Clear()
    {
        _written = 0;
        if (_buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsSpan(_written);
    }

    private void EnsureRoom(int sizeHint)
    {
        var needed = _written + Math.Max(sizeHint, 1);
        if (needed <= _buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(2 * _buffer.Length, SmallestBuffer)));
        _buffer.AsSpan(0, _written).CopyTo(larger);
        if (_buffer.Length != 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
