using System.Net.WebSockets;
using Sockeye.Protocol;
using Sockeye.Protocol.Tests.Compression;

namespace Sockeye.Connections.Tests.Adapters;

/// <summary>Who is at the other end of the adapter under test.</summary>
public enum OtherEnd
{
    /// <summary>Another adapter of ours.</summary>
    Ours,

    /// <summary>The runtime's own WebSocket.</summary>
    Runtimes,
}

/// <summary>An adapter under test and a <see cref="WebSocket"/> at the other end.</summary>
internal sealed class WebSocketPair : IAsyncDisposable
{
    private readonly List<WebSocketConnection> _connections = [];

    private WebSocketPair(WireKind kind, OtherEnd other, Role role, WebSocketConnectionOptions? options, bool compressed)
    {
        var (left, right) = Duplex.Pair();
        Connection = ConnectionPair.Connect(kind, left, role, options, compressed ? Codec.Agreed() : null);
        _connections.Add(Connection);
        Socket = Connection.AsWebSocket();
        Peer = other == OtherEnd.Runtimes ? Runtimes(right, role, compressed) : Ours(kind, right, role, compressed);
        Connection.Start();
    }

    public static TheoryData<WireKind, OtherEnd, Role> Rows
    {
        get
        {
            var rows = new TheoryData<WireKind, OtherEnd, Role>();
            foreach (var kind in Enum.GetValues<WireKind>())
            {
                foreach (var other in Enum.GetValues<OtherEnd>())
                {
                    foreach (var role in Enum.GetValues<Role>())
                        rows.Add(kind, other, role);
                }
            }
            return rows;
        }
    }

    /// <summary>The connection under test.</summary>
    public WebSocketConnection Connection { get; }

    /// <summary>The adapter under test.</summary>
    public WebSocket Socket { get; }

    public WebSocket Peer { get; }

    public static WebSocketPair Create(
        WireKind kind, OtherEnd other, Role role, WebSocketConnectionOptions? options = null, bool compressed = false) =>
        new(kind, other, role, options, compressed);

    public async ValueTask DisposeAsync()
    {
        Peer.Abort();
        Peer.Dispose();
        foreach (var connection in _connections)
        {
            connection.Abort();
            await connection.DisposeAsync();
        }
    }

    private WebSocket Ours(WireKind kind, Duplex pipe, Role role, bool compressed)
    {
        var connection = ConnectionPair.Connect(kind, pipe, role == Role.Server ? Role.Client : Role.Server, null, compressed ? Codec.Agreed() : null);
        _connections.Add(connection);
        connection.Start();
        return connection.AsWebSocket();
    }

    private static WebSocket Runtimes(Duplex pipe, Role role, bool compressed) => WebSocket.CreateFromStream(new DuplexPipeStream(pipe),
        new WebSocketCreationOptions
        {
            IsServer = role == Role.Client,
            DangerousDeflateOptions = compressed ? new WebSocketDeflateOptions { ClientContextTakeover = false, ServerContextTakeover = false } : null,
        });
}
