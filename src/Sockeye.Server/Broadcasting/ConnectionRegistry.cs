using Sockeye.Broadcasting;

namespace Sockeye;

/// <summary>
/// The live connections of a server, by request path. A singleton of the services that <c>AddSockeye</c> adds, and
/// <see cref="WebSocketServer.Connections"/>. Safe for concurrent use; its cost does not grow with their number.
/// </summary>
public sealed class ConnectionRegistry : ConnectionSet
{
    // Paths are compared as ASP.NET Core routes them: without case, and with or without a slash at the end.
    private readonly Dictionary<string, PathConnections> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private int _count;
    private bool _closed;

    internal ConnectionRegistry()
    {
    }

    /// <inheritdoc/>
    public override int Count => Volatile.Read(ref _count);

    /// <summary>Whether the server is stopping and takes no more connections.</summary>
    internal bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>
    /// The connections that were opened on a request path, such as <c>/rooms/42</c>. Costs nothing; always current.
    /// </summary>
    /// <param name="path">The path without <c>PathBase</c>; case and a slash at the end do not matter.</param>
    public ConnectionSet OnPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new PathSet(this, Normalize(path));
    }

    /// <summary>False when the registry is closed: the connection has to be closed by the caller.</summary>
    internal bool TryAdd(WebSocketConnection connection, string path)
    {
        path = Normalize(path);
        lock (_gate)
        {
            if (_closed)
                return false;
            if (!_paths.TryGetValue(path, out var connections))
                _paths.Add(path, connections = new PathConnections());
            connections.Add(connection);
            _count++;
        }

        // It may have ended, and been removed in vain, before it was added.
        if (connection.State == ConnectionState.Closed)
            Remove(connection, path);
        return true;
    }

    /// <summary>Takes out a connection, if it is in, that was added with the same path.</summary>
    internal void Remove(WebSocketConnection connection, string path)
    {
        path = Normalize(path);
        lock (_gate)
        {
            if (connection.RegistrySlot < 0)
                return;
            var connections = _paths[path];
            connections.Remove(connection);
            // Peers choose the paths: an empty one must not be remembered.
            if (connections.Count == 0)
                _paths.Remove(path);
            _count--;
        }
    }

    /// <summary>From now on nothing is added; what was added until now is in the next snapshot.</summary>
    internal void Close()
    {
        lock (_gate)
            _closed = true;
    }

    internal override ConnectionSnapshot Snapshot()
    {
        lock (_gate)
        {
            var snapshot = new ConnectionSnapshot(_count);
            var rest = snapshot.Connections;
            foreach (var connections in _paths.Values)
            {
                connections.CopyTo(rest);
                rest = rest[connections.Count..];
            }

            return snapshot;
        }
    }

    private static string Normalize(string path) => path.Length > 1 && path.EndsWith('/') ? path[..^1] : path;

    /// <summary>A view of one path; it looks the path up at each use, so that it outlives the last connection there.</summary>
    private sealed class PathSet(ConnectionRegistry registry, string path) : ConnectionSet
    {
        public override int Count
        {
            get
            {
                lock (registry._gate)
                    return registry._paths.TryGetValue(path, out var connections) ? connections.Count : 0;
            }
        }

        internal override ConnectionSnapshot Snapshot()
        {
            lock (registry._gate)
            {
                if (!registry._paths.TryGetValue(path, out var connections))
                    return new ConnectionSnapshot(0);
                var snapshot = new ConnectionSnapshot(connections.Count);
                connections.CopyTo(snapshot.Connections);
                return snapshot;
            }
        }
    }
}
