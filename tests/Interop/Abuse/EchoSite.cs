using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Abuse;

/// <summary>
/// A server that echoes, with a <see cref="Bystander"/> on it, and a record of how the others' connections ended and of what was
/// counted and logged.
/// </summary>
internal sealed class EchoSite : IAsyncDisposable
{
    private readonly WebSocketServer _server;
    private readonly ErrorLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly Channel<WebSocketConnection> _accepted = Channel.CreateUnbounded<WebSocketConnection>();
    private Bystander? _bystander;

    private EchoSite(bool tls, Action<WebSocketServerOptions>? configure)
    {
        _loggers = new LoggerFactory([_log]);
        var options = new WebSocketServerOptions
        {
            Certificate = ServerCertificate.From(SelfSigned.Certificate),
            HandshakeTimeout = TimeSpan.FromSeconds(1),
            LoggerFactory = _loggers,
        };
        options.Endpoint.Connection.CloseTimeout = TimeSpan.FromSeconds(1);
        configure?.Invoke(options);
        _server = new WebSocketServer(tls ? "wss://127.0.0.1:0" : "ws://127.0.0.1:0", options);
        _server.Connected += Serve;
    }

    public Uri Url => new(_server.Urls[0]);

    public WebSocketServer Server => _server;

    /// <summary>What the connections have counted since the site began.</summary>
    public Counters Counters { get; } = new();

    /// <summary>The connections of those who misbehave.</summary>
    public ConnectionSet Abusers => _server.Connections.OnPath("/abuse");

    public static async Task<EchoSite> StartAsync(bool tls = false, Action<WebSocketServerOptions>? configure = null)
    {
        var site = new EchoSite(tls, configure);
        await site._server.StartAsync(TestContext.Current.CancellationToken);
        site._bystander = await Bystander.ConnectAsync(site.Url);
        return site;
    }

    /// <summary>The server's end of the next connection of those who misbehave.</summary>
    public Task<WebSocketConnection> AcceptAsync() => _accepted.Reader.ReadAsync().InTime("a connection to be accepted");

    /// <summary>How the next of the others' connections ended.</summary>
    public async Task<WebSocketClosure> NextEndAsync()
    {
        var connection = await AcceptAsync();
        return await connection.Completion.InTime("the server to end the connection");
    }

    /// <summary>Fails unless all others are forgotten, the bystander has noticed nothing, and no fault of the server's was logged.</summary>
    public async Task IsUnharmedAsync()
    {
        await _bystander!.HasNoticedNothingAsync();
        Assert.Empty(Abusers);
        Assert.Empty(_log.Entries);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bystander is not null)
            await _bystander.DisposeAsync();
        await _server.DisposeAsync();
        _loggers.Dispose();
        Counters.Dispose();
    }

    private void Serve(WebSocketConnection connection)
    {
        connection.MessageReceived += async message => await connection.SendAsync(message);
        if (connection.Request.Path == "/abuse")
            _accepted.Writer.TryWrite(connection);
    }

    /// <summary>Keeps what is logged as an error, by whichever part of the server.</summary>
    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Entries.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
