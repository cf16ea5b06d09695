using System.Runtime.ExceptionServices;
using Sockeye.Protocol;

namespace Sockeye;

/// <summary>
/// A WebSocket client that stays connected: it connects, connects again when the connection is lost, and is used as if
/// there were one connection that lasts. Messages are received with <see cref="MessageReceived"/>,
/// <see cref="ReceiveAsync"/> or <see cref="ReadAllAsync"/>, across reconnects, and sent with <c>SendAsync</c>, which by default
/// queues while there is no connection.
/// <code>
/// await using var client = new WebSocketClient("ws://localhost:3000/echo");
/// client.MessageReceived += message => Console.WriteLine(message.Text);
/// await client.ConnectAsync();
/// await client.SendAsync("hello");
/// </code>
/// </summary>
/// <remarks>
/// <para>All members may be called from any thread at any time. Each <see cref="Opened"/> is followed by one
/// <see cref="Disconnected"/>, and <see cref="Closed"/> comes once, last. Those three and <see cref="StateChanged"/> are raised
/// one at a time, in order; an <c>async</c> handler of theirs is not waited for. Exceptions of handlers go to
/// <see cref="Errored"/>.</para>
/// <para>A WebSocket has no acknowledgements: what was sent shortly before a connection was lost may or may not have arrived.
/// Only what was sent while there was no connection is sure to be sent on the next.</para>
/// </remarks>
public sealed partial class WebSocketClient : IAsyncDisposable
{
    private readonly WebSocketClientOptions _options;
    private readonly Func<CancellationToken, Task<WebSocketConnection>> _connect;
    private readonly TimeProvider _time;
    private readonly ReconnectPolicy _policy;
    private readonly Outbox _outbox;
    private readonly ConnectionSequence _connections = new();
    private readonly HandlerContext _events;
    private readonly HandlerContext _errorEvents;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<CloseRequest> _closeRequest = NewSignal<CloseRequest>();
    private readonly TaskCompletionSource<Exception?> _firstOpen = NewSignal<Exception?>();
    private readonly TaskCompletionSource<WebSocketClientClosure> _completion = NewSignal<WebSocketClientClosure>();
    private volatile WebSocketClientState _state;
    private bool _started;

    /// <summary>A client for an address; it connects at <see cref="ConnectAsync"/>.</summary>
    /// <param name="url">The address: <c>ws://</c> or <c>wss://</c>; <c>http://</c> and <c>https://</c> mean the same.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The address or the options make no sense.</exception>
    public WebSocketClient(string url, WebSocketClientOptions? options = null)
        : this(WebSocketUri.Parse(url), options)
    {
    }

    /// <inheritdoc cref="WebSocketClient(string, WebSocketClientOptions?)"/>
    /// <param name="uri">The address: <c>ws://</c> or <c>wss://</c>; <c>http://</c> and <c>https://</c> mean the same.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public WebSocketClient(Uri uri, WebSocketClientOptions? options = null)
        : this(uri, options ?? new WebSocketClientOptions(), null, Random.Shared.NextDouble)
    {
    }

    /// <summary>For tests: connections from elsewhere, and draws that are known.</summary>
    internal WebSocketClient(
        Uri uri, WebSocketClientOptions options, Func<CancellationToken, Task<WebSocketConnection>>? connect, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(uri);
        options.Validate();
        Uri = WebSocketUri.Normalize(uri);
        _options = options;
        _connect = connect ?? new ConnectAttempt(Uri, options.Connect).RunAsync;
        _time = options.Connect.Connection.TimeProvider;
        _policy = new ReconnectPolicy(options.Reconnect, random);
        _outbox = new Outbox(options.WhileDisconnected, options.MaxQueuedMessages, options.MaxQueuedBytes);
        // An exception of an Errored handler has nowhere left to go.
        _errorEvents = new HandlerContext(static _ => { });
        _events = new HandlerContext(Report);
    }

    /// <summary>The address, with scheme <c>ws</c> or <c>wss</c>.</summary>
    public Uri Uri { get; }

    /// <summary>Where the client is in its life.</summary>
    public WebSocketClientState State => _state;

    /// <summary>
    /// The open connection, for what belongs to it alone (its subprotocol, round-trip time, streams); <see langword="null"/>
    /// while there is none. The next one is another object.
    /// </summary>
    public WebSocketConnection? Connection => _connections.Current;

    /// <summary>Messages waiting for a next connection.</summary>
    public int QueuedMessages => _outbox.Count;

    /// <summary>Completes, and never fails, when the client has closed for good; says why.</summary>
    public Task<WebSocketClientClosure> Completion => _completion.Task;

    /// <summary>
    /// Begins to connect and waits for the first connection. Called again, it waits for the same; once connected it returns at
    /// once, reconnecting or not.
    /// </summary>
    /// <param name="cancellationToken">
    /// Gives up. When the call that began to connect gives up before the first connection, the client closes for good and
    /// nothing of it goes on.
    /// </param>
    /// <exception cref="WebSocketConnectException">
    /// The first connection could not be opened, and the options say that it is not worth trying again; the client has closed.
    /// </exception>
    /// <exception cref="WebSocketClosedException">The client was closed, before or meanwhile.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var began = Start();
        try
        {
            if (await _firstOpen.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is { } error)
                ExceptionDispatchInfo.Throw(error);
            if (_stop.IsCancellationRequested || Completion.IsCompleted)
                throw NotConnected();
        }
        catch (OperationCanceledException) when (began && !_firstOpen.Task.IsCompleted)
        {
            Abort();
            await Completion.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Closes for good: sends what is queued if there is a connection, ends it with a closing handshake, and connects no more.
    /// Takes at most twice <see cref="WebSocketConnectionOptions.CloseTimeout"/>. Called again, it waits for the same.
    /// </summary>
    /// <param name="code">The code for the close frame: 1000, 1001, ... or 3000 to 4999 (RFC 6455 section 7.4).</param>
    /// <param name="reason">The reason for the close frame, at most 123 bytes of UTF-8; <see langword="null"/> for none.</param>
    /// <returns>How the client ended, the same as <see cref="Completion"/>.</returns>
    /// <exception cref="ArgumentException">The code or the reason cannot be in a close frame.</exception>
    public Task<WebSocketClientClosure> CloseAsync(CloseCode code = CloseCode.NormalClosure, string? reason = null)
    {
        CloseFrame.Validate(code, reason ?? "");
        Stop(new CloseRequest(code, reason, Abort: false));
        return Completion;
    }

    /// <summary>Ends at once, without a closing handshake. <see cref="Completion"/> follows.</summary>
    public void Abort()
    {
        Stop(new CloseRequest(CloseCode.AbnormalClosure, null, Abort: true));
        _connections.Current?.Abort();
    }

    /// <summary>Closes with 1000, as <see cref="CloseAsync"/> does; afterwards nothing of the client runs.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private bool Start()
    {
        lock (_gate)
        {
            if (_started)
                return false;
            _started = true;
        }

        // Not on the caller's thread: handlers must not run inside ConnectAsync.
        _ = Task.Run(RunAsync);
        return true;
    }

    private void Stop(CloseRequest request)
    {
        _outbox.Close();
        _closeRequest.TrySetResult(request);
        _stop.Cancel();
        Start();
    }

    private static TaskCompletionSource<T> NewSignal<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How the client was asked to close.</summary>
    private sealed record CloseRequest(CloseCode Code, string? Reason, bool Abort);
}
