using System.IO.Pipelines;
using Sockeye.Protocol;
using Sockeye.Wires;

namespace Sockeye.Connections.Tests;

/// <summary>A server and a client connection joined by two pipes, on pipe wires or on stream wires.</summary>
internal sealed class ConnectionPair : IAsyncDisposable
{
    private ConnectionPair(WebSocketConnection server, WebSocketConnection client) => (Server, Client) = (server, client);

    public WebSocketConnection Server { get; }

    public WebSocketConnection Client { get; }

    public static ConnectionPair Create(WireKind kind = WireKind.Pipe, WebSocketConnectionOptions? server = null,
        WebSocketConnectionOptions? client = null, PerMessageDeflateParameters? compression = null)
    {
        var (left, right) = Duplex.Pair();
        var pair = new ConnectionPair(
            Connect(kind, left, Role.Server, server, compression), Connect(kind, right, Role.Client, client, compression));
        pair.Server.Start();
        pair.Client.Start();
        return pair;
    }

    public static WebSocketConnection Connect(
        WireKind kind, IDuplexPipe pipe, Role role, WebSocketConnectionOptions? options, PerMessageDeflateParameters? compression = null)
    {
        Wire wire = kind == WireKind.Pipe ? new PipeWire(pipe) : new StreamWire(new DuplexPipeStream(pipe));
        return new WebSocketConnection(wire,
            new WebSocketConnectionSetup(role, options ?? new WebSocketConnectionOptions()) { Compression = compression });
    }

    public async ValueTask DisposeAsync()
    {
        Client.Abort();
        Server.Abort();
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>On which wire a test runs; every promise holds on each.</summary>
public enum WireKind
{
    Pipe,
    Stream,
}
