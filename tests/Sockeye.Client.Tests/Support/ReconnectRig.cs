namespace Sockeye.Client.Tests;

/// <summary>
/// A client whose server, clock and draws are the test's: the server speaks literal bytes, time passes when told to, and each
/// wait is half its ceiling (1 s, 2 s, 4 s, ...).
/// </summary>
internal sealed class ReconnectRig : IAsyncDisposable
{
    public ReconnectRig(Action<WebSocketClientOptions>? configure = null)
    {
        var options = new WebSocketClientOptions
        {
            Connect = { Connection = { TimeProvider = Time } },
            Reconnect = new ReconnectOptions { BaseDelay = TimeSpan.FromSeconds(2), StableAfter = TimeSpan.FromSeconds(10) },
        };
        configure?.Invoke(options);
        Client = new WebSocketClient(new Uri(Server.Url), options, null, () => 0.5);
        Client.StateChanged += States.Add;
        Client.Disconnected += Losses.Add;
        Client.Errored += Errors.Add;
    }

    public LiteralServer Server { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public WebSocketClient Client { get; }

    public Recorder<WebSocketClientStateChange> States { get; } = new();

    public Recorder<WebSocketDisconnection> Losses { get; } = new();

    public Recorder<Exception> Errors { get; } = new();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Connects for the first time; the server's end.</summary>
    public async Task<LiteralPeer> ConnectAsync()
    {
        var connecting = Client.ConnectAsync(Token);
        var peer = await Server.AcceptWebSocketAsync();
        await connecting.InTime();
        return peer;
    }

    /// <summary>Lets the wait before an attempt pass, and accepts that attempt; the server's end, open.</summary>
    public async Task<LiteralPeer> ReconnectAsync(double afterSeconds = 1)
    {
        await PassWaitAsync(afterSeconds);
        var peer = await Server.AcceptWebSocketAsync();
        await ReachAsync(WebSocketClientState.Open);
        return peer;
    }

    /// <summary>Waits until the client waits this long for its next attempt, and lets that time pass.</summary>
    public async Task PassWaitAsync(double seconds)
    {
        var change = await ReachAsync(WebSocketClientState.Waiting);
        Assert.Equal(seconds, change.Delay!.Value.TotalSeconds);
        await Time.PassAsync(change.Delay.Value);
    }

    public Task<WebSocketClientStateChange> ReachAsync(WebSocketClientState state) =>
        States.NextAsync(change => change.Current == state);

    /// <summary>Answers the next attempt with an HTTP status.</summary>
    public async Task RefuseAsync(int status, string headers = "")
    {
        using var peer = await Server.AcceptAsync();
        await peer.WriteAsync($"HTTP/1.1 {status} No\r\n{headers}Content-Length: 0\r\n\r\n");
    }

    public Task<WebSocketMessage?> ReceiveAsync() => Client.ReceiveAsync(Token).AsTask().InTime();

    public async ValueTask DisposeAsync()
    {
        Client.Abort();
        await Client.Completion.InTime();
        Server.Dispose();
    }
}
