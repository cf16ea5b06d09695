using System.Numerics;

namespace Sockeye.Protocol;

/// <summary>
/// The last bytes a peer's messages inflated to: the LZ77 window its next message may refer back into. A ring that grows with
/// what arrives, up to the window that was agreed on, so a connection pays for what it has received and never for more.
/// </summary>
/// <param name="windowBits">Base-2 logarithm of the most bytes it keeps, 8 to 15.</param>
internal sealed class InflateWindow(int windowBits)
{
    private const int SmallestRing = 256;

    private readonly int _capacity = 1 << windowBits;
    private byte[] _ring = [];
    private int _next;
    private int _count;

    /// <summary>The part of the window before <see cref="Newer"/>.</summary>
    public ReadOnlySpan<byte> Older => _count > _next ? _ring.AsSpan(_ring.Length - (_count - _next)) : [];

    /// <summary>The part of the window that was received last.</summary>
    public ReadOnlySpan<byte> Newer => _ring.AsSpan(0, _next)[^Math.Min(_count, _next)..];

    public void Clear() => _next = _count = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _capacity)
            bytes = bytes[^_capacity..];
        MakeRoom(bytes.Length);

        var first = Math.Min(bytes.Length, _ring.Length - _next);
        bytes[..first].CopyTo(_ring.AsSpan(_next));
        bytes[first..].CopyTo(_ring);
        _next = first == bytes.Length ? _next + first : bytes.Length - first;
        _count = Math.Min(_count + bytes.Length, _ring.Length);
    }

    private void MakeRoom(int length)
    {
        if (_count + length <= _ring.Length || _ring.Length == _capacity)
            return;

        var wanted = BitOperations.RoundUpToPowerOf2((uint)Math.Max(_count + length, SmallestRing));
        var larger = new byte[Math.Min(wanted, (uint)_capacity)];
        var older = Older;
        older.CopyTo(larger);
        Newer.CopyTo(larger.AsSpan(older.Length));
        _next = _count;
        _ring = larger;
    }
}
