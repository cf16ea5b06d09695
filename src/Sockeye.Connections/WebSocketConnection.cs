using Sockeye.Heartbeat;
using Sockeye.Protocol;
using Sockeye.Receiving;
using Sockeye.Sending;
using Sockeye.Wires;

namespace Sockeye;

/// <summary>
/// A live WebSocket connection, the same for a server and a client. It reads for itself, answers control frames and keeps
/// heartbeats. Messages go to <see cref="MessageReceived"/> when it has handlers, else to <see cref="ReceiveAsync"/> or
/// <see cref="ReadAllAsync"/>. While nobody takes a message reading pauses, pings behind it included, so none is lost and none piles up;
/// behind a message that is long worked on, reading goes on after at most two heartbeat intervals, up to the next message. Sending is safe from any number of threads; receiving is for one reader at a time; all other members are safe from any thread.
/// </summary>
public sealed partial class WebSocketConnection : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Role _role;
    private readonly WebSocketConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly Wire _wire;
    private readonly Outbound _outbound;
    private readonly Inbound _inbound;
    private readonly Pings _pings;
    private readonly IConnectionOwner? _owner;
    private string? _id;
    private Dictionary<object, object?>? _items;
    private MessageDispatcher? _dispatcher;
    private Action<WebSocketMessage>? _messageReceived;
    private Action<WebSocketClosure>? _closed;

    internal WebSocketConnection(Wire wire, WebSocketConnectionSetup setup)
    {
        _options = setup.Options;
        _options.Validate();
        _role = setup.Role;
        _time = _options.TimeProvider;
        _wire = wire;
        _id = setup.Id;
        _owner = setup.Owner;
        Subprotocol = setup.Subprotocol;
        IsCompressed = setup.Compression is not null;

        var encoder = CreateEncoder(setup);
        _outbound = new Outbound(this, wire, encoder, _options);
        _pings = new Pings(this, _outbound, _time);
        var decompressor = setup.Compression is { } parameters ? new MessageDecompressor(parameters, _role) : null;
        var limits = new MessageLimits(_options.MaxMessageSize, _options.MaxFramesPerMessage);
        _inbound = new Inbound(this, wire, new MessageReader(_role, limits, decompressor), _outbound);
        _timer = new ConnectionTimer(this, TimerWheel.Of(_time));
        ConnectionMetrics.Opened();
    }

    /// <summary>A connection over a stream on which the opening handshake has been done; it begins to read at once.</summary>
    /// <param name="stream">The stream, from the first byte after the handshake; the connection disposes it.</param>
    /// <param name="role">Which end this is.</param>
    /// <param name="options">Limits and times; null for the defaults. Compression is not negotiated here, so there is none.</param>
    /// <param name="subprotocol">The subprotocol agreed on, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static WebSocketConnection FromStream(
        Stream stream, Role role, WebSocketConnectionOptions? options = null, string? subprotocol = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var setup = new WebSocketConnectionSetup(role, options ?? new WebSocketConnectionOptions()) { Subprotocol = subprotocol };
        var connection = new WebSocketConnection(new StreamWire(stream), setup);
        connection.Start();
        return connection;
    }

    /// <summary>
    /// A message has come. The message is valid, and the next one waits, until every handler has finished; handlers may be
    /// <c>async</c> lambdas. An exception is reported to <see cref="Errored"/> and closes the connection with 1011. Handlers added late
    /// still get what came before, because nothing is read past a message that nobody has taken.
    /// </summary>
    public event Action<WebSocketMessage>? MessageReceived
    {
        add
        {
            lock (_gate)
                _messageReceived += value;
            _inbound.HandlerAdded();
        }
        remove
        {
            lock (_gate)
                _messageReceived -= value;
        }
    }

    /// <summary>The connection has ended; a handler added after that is called at once.</summary>
    public event Action<WebSocketClosure>? Closed
    {
        add
        {
            lock (_gate)
            {
                if (_closure is null)
                {
                    _closed += value;
                    return;
                }
            }
            value?.Invoke(_closure);
        }
        remove
        {
            lock (_gate)
                _closed -= value;
        }
    }

    /// <summary>
    /// Something went wrong: the peer broke the protocol (<see cref="WebSocketProtocolException"/>), the transport broke, or a handler
    /// threw. <see cref="Closed"/> follows.
    /// </summary>
    public event Action<Exception>? Errored;

    /// <summary>A name for logs, unique among the connections of this process.</summary>
    public string Id => _id ?? Interlocked.CompareExchange(ref _id, ConnectionId.Next(), null) ?? _id;

    /// <summary>Whether messages flow, the closing handshake is under way, or all is over.</summary>
    public ConnectionState State => _state;

    /// <summary>The subprotocol agreed on in the handshake, or null.</summary>
    public string? Subprotocol { get; }

    /// <summary>Whether <c>permessage-deflate</c> was agreed on (RFC 7692).</summary>
    public bool IsCompressed { get; }

    /// <summary>The application's own data about this connection. Not safe for concurrent use.</summary>
    public IDictionary<object, object?> Items => _items ??= [];

    /// <summary>How the connection ended; completes when it has, and never fails.</summary>
    public Task<WebSocketClosure> Completion => _completion.Task;

    /// <summary>Cancelled when the connection has ended: for work that is done for this peer only.</summary>
    public CancellationToken Aborted
    {
        get
        {
            lock (_gate)
                return (_aborted ??= new CancellationTokenSource()).Token;
        }
    }

    /// <summary>Complete when what the connection stands on is free again: see <see cref="Wire.Completion"/>. Later than <see cref="Completion"/>.</summary>
    internal Task WireCompletion => _wire.Completion;

    /// <summary>Index in the server's registry, owned by the registry.</summary>
    internal int RegistrySlot { get; set; } = -1;

    /// <summary>The request a server's connection began with, owned by the server.</summary>
    internal object? AcceptedRequest { get; set; }

    internal long Now => _time.GetTimestamp();

    internal Action<WebSocketMessage>? MessageHandlers => _messageReceived;

    internal MessageDispatcher Dispatcher => _dispatcher ??= new MessageDispatcher(this);

    internal SlowConsumerPolicy SlowConsumerPolicy => _options.SlowConsumerPolicy;

    /// <summary>
    /// The handshake is answered: begins to send, to read and to watch the peer. Called once. Until then the connection may be sent to
    /// and even closed; what is sent waits.
    /// </summary>
    internal void Start()
    {
        lock (_gate)
        {
            if (_state == ConnectionState.Closed)
                return;
            if (_state == ConnectionState.Connecting)
                _state = ConnectionState.Open;
        }
        _timer.Arm();
        _outbound.Open();
        _wire.Start(_inbound);
    }

    /// <summary>
    /// Closes with 1001 if the connection is open, waits for the end, and releases everything, the message received last included.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(CloseCode.GoingAway).ConfigureAwait(false);
        ReleaseReceived();
    }

    /// <summary>Whoever received the last message or part is done with it. Handlers of messages say so themselves, by finishing.</summary>
    internal void ReleaseReceived() => _inbound.Release();

    private FrameEncoder CreateEncoder(WebSocketConnectionSetup setup)
    {
        if (setup.Compression is not { } parameters)
            return new FrameEncoder(_role, null, null, 0);
        var options = _options.Compression ?? new PerMessageDeflateOptions();
        var bits = _role == Role.Server ? parameters.ServerMaxWindowBits : parameters.ClientMaxWindowBits;
        return new FrameEncoder(_role, new MessageCompressor(parameters, _role, options), options, bits);
    }
}
