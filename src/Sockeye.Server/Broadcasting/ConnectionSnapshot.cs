using System.Buffers;

namespace Sockeye.Broadcasting;

/// <summary>
/// The connections of one moment, in an array lent by the pool: whoever walks over them holds no lock, so that a slow walk holds
/// up nobody who connects or leaves. Disposed once, by whoever asked for it.
/// </summary>
internal readonly struct ConnectionSnapshot(int count) : IDisposable
{
    private readonly WebSocketConnection[] _lent = ArrayPool<WebSocketConnection>.Shared.Rent(count);

    public int Count => count;

    /// <summary>The connections; the registry fills it.</summary>
    public Span<WebSocketConnection> Connections => _lent.AsSpan(0, count);

    // Cleared, or the pool would keep ended connections alive.
    public void Dispose()
    {
        Connections.Clear();
        ArrayPool<WebSocketConnection>.Shared.Return(_lent);
    }
}
