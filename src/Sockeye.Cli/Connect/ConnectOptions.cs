using System.Net;

namespace Sockeye.Cli.Connect;

/// <summary>What <c>sockeye connect</c> was asked for.</summary>
internal sealed record ConnectOptions
{
    /// <summary>Messages of this size are taken: a tool that looks into other servers is no server itself.</summary>
    private const int MaxMessageSize = 64 << 20;

    public required Uri Uri { get; init; }

    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? Origin { get; init; }

    public bool Insecure { get; init; }

    public bool Compress { get; init; }

    public bool Http2 { get; init; }

    public bool Reconnect { get; init; } = true;

    public bool Binary { get; init; }

    /// <summary>Messages to send; when there are any, nothing is read from standard input.</summary>
    public IReadOnlyList<string> Execute { get; init; } = [];

    /// <summary>How long to wait for messages after the last one was sent.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan? PingInterval { get; init; }

    public bool Quiet { get; init; }

    /// <summary>The client's options for a conversation, which reconnects, or a script, which does not.</summary>
    public WebSocketClientOptions ToClientOptions(bool interactive)
    {
        var connect = new WebSocketConnectOptions
        {
            Origin = Origin,
            DangerouslyAcceptAnyServerCertificate = Insecure,
            HttpVersion = Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            // Who asks for HTTP/2 wants to know whether it works.
            HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        connect.Connection.MaxMessageSize = MaxMessageSize;
        connect.Connection.Compression = Compress ? new PerMessageDeflateOptions { ServerContextTakeover = true, ClientContextTakeover = true, Threshold = 0 } : null;
        if (PingInterval is { } interval)
            connect.Connection.HeartbeatInterval = interval;
        foreach (var subprotocol in Subprotocols)
            connect.Subprotocols.Add(subprotocol);
        foreach (var (name, value) in Headers)
            connect.Headers[name] = connect.Headers.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
        return new WebSocketClientOptions
        {
            Connect = connect,
            // A first failure is told at once: a mistyped address does not mend itself.
            Reconnect = interactive && Reconnect ? new ReconnectOptions { RetryFirstConnect = false } : null,
            WhileDisconnected = interactive ? WhileDisconnected.Refuse : WhileDisconnected.Queue,
        };
    }
}
