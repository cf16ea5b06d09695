using System.Diagnostics;

namespace Sockeye.Broadcasting;

/// <summary>
/// The connections of one path, dense in an array: each knows its index (<see cref="WebSocketConnection.RegistrySlot"/>), the
/// last one fills the gap of one that leaves. Adding and removing cost the same however many there are. Guarded by the registry's
/// lock.
/// </summary>
internal sealed class PathConnections
{
    private const int InitialCapacity = 4;

    private WebSocketConnection[] _slots = new WebSocketConnection[InitialCapacity];

    public int Count { get; private set; }

    public void Add(WebSocketConnection connection)
    {
        if (Count == _slots.Length)
            Array.Resize(ref _slots, _slots.Length * 2);
        connection.RegistrySlot = Count;
        _slots[Count++] = connection;
    }

    public void Remove(WebSocketConnection connection)
    {
        var slot = connection.RegistrySlot;
        Debug.Assert(_slots[slot] == connection, "A connection is removed from the path it was added to.");
        var last = _slots[--Count];
        _slots[slot] = last;
        last.RegistrySlot = slot;
        _slots[Count] = null!;
        connection.RegistrySlot = -1;
        // A path that was crowded once gives the memory back.
        if (_slots.Length > InitialCapacity && Count <= _slots.Length / 4)
            Array.Resize(ref _slots, _slots.Length / 2);
    }

    public void CopyTo(Span<WebSocketConnection> destination) => _slots.AsSpan(0, Count).CopyTo(destination);
}
