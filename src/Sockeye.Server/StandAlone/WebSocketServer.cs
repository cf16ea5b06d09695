using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.StandAlone;

namespace Sockeye;

/// <summary>
/// A WebSocket server with no ceremony, for programs that are no ASP.NET Core app:
/// <code>
/// await using var server = new WebSocketServer("ws://localhost:3000");
/// server.Connected += socket => socket.MessageReceived += message => server.Broadcast(message);
/// await server.RunAsync();
/// </code>
/// Safe for concurrent use. It starts once; a stopped server is not started again.
/// </summary>
public sealed class WebSocketServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private IReadOnlyList<ServerUrl> _urls;
    private int _started;

    /// <summary>A server on one URL, not started yet.</summary>
    /// <param name="url">
    /// <c>ws://</c> or <c>wss://</c>, then <c>localhost</c>, an IP address or <c>*</c> for all, and a port, 0 for any free one.
    /// </param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The URL or an option is malformed; the message says how to mend it.</exception>
    public WebSocketServer(string url, WebSocketServerOptions? options = null)
        : this([url], options)
    {
    }

    /// <summary>A server on several URLs, not started yet.</summary>
    /// <param name="urls">At least one; each as in the other constructor.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A URL or an option is malformed; the message says how to mend it.</exception>
    public WebSocketServer(IEnumerable<string> urls, WebSocketServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(urls);
        _urls = [.. urls.Select(ServerUrl.Parse)];
        if (_urls.Count == 0)
            throw new ArgumentException("A server needs a URL to listen on, such as ws://localhost:3000.", nameof(urls));
        options ??= new WebSocketServerOptions();
        options.Validate();
        if (options.Certificate is null && _urls.FirstOrDefault(url => url.IsSecure) is { } secure)
        {
            throw new ArgumentException(
                $"{secure} needs a certificate: set WebSocketServerOptions.Certificate, for instance to "
                + "ServerCertificate.FromPem(\"cert.pem\", \"key.pem\").");
        }

        _app = StandAloneHost.Build(_urls, options, connection => Connected?.Invoke(connection));
        Connections = _app.Services.GetRequiredService<ConnectionRegistry>();
    }

    /// <summary>
    /// Raised for each new connection; subscribe to its events here. Runs concurrently for different connections. An exception
    /// closes that connection with 1011 and is logged.
    /// </summary>
    public event Action<WebSocketConnection>? Connected;

    /// <summary>The live connections.</summary>
    public ConnectionRegistry Connections { get; }

    /// <summary>Where the server listens; once started, with the ports that were really bound.</summary>
    public IReadOnlyList<string> Urls => [.. Volatile.Read(ref _urls).Select(url => url.ToString())];

    /// <inheritdoc cref="ConnectionSet.Broadcast(string, Func{WebSocketConnection, bool})"/>
    public BroadcastResult Broadcast(string text, Func<WebSocketConnection, bool>? where = null) =>
        Connections.Broadcast(text, where);

    /// <inheritdoc cref="ConnectionSet.Broadcast(ReadOnlySpan{byte}, MessageType, Func{WebSocketConnection, bool})"/>
    public BroadcastResult Broadcast(
        ReadOnlySpan<byte> payload, MessageType type = MessageType.Binary, Func<WebSocketConnection, bool>? where = null) =>
        Connections.Broadcast(payload, type, where);

    /// <inheritdoc cref="ConnectionSet.Broadcast(WebSocketMessage, Func{WebSocketConnection, bool})"/>
    public BroadcastResult Broadcast(WebSocketMessage message, Func<WebSocketConnection, bool>? where = null) =>
        Connections.Broadcast(message, where);

    /// <inheritdoc cref="ConnectionSet.Broadcast(PreparedMessage, Func{WebSocketConnection, bool})"/>
    public BroadcastResult Broadcast(PreparedMessage message, Func<WebSocketConnection, bool>? where = null) =>
        Connections.Broadcast(message, where);

    /// <summary>Begins to listen. The program goes on; signals such as Ctrl+C are its own business.</summary>
    /// <param name="cancellationToken">Gives starting up.</param>
    /// <exception cref="WebSocketServerException">A port is in use or an address not to be had.</exception>
    /// <exception cref="InvalidOperationException">The server was started before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("A WebSocketServer starts once; make a new one.");
        try
        {
            await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (StartFailure.Explain(error, _urls) is { } explained)
        {
            throw explained;
        }

        Volatile.Write(ref _urls, StandAloneHost.BoundUrls(_app, _urls));
    }

    /// <summary>
    /// Serves until cancelled, stopped, or told to end by Ctrl+C or SIGTERM; then closes every connection with 1001 and returns.
    /// A second Ctrl+C does not wait.
    /// </summary>
    /// <param name="cancellationToken">Ends the serving; the method then returns as usual.</param>
    /// <exception cref="WebSocketServerException">A port is in use or an address not to be had.</exception>
    /// <exception cref="InvalidOperationException">The server was started before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(CancellationToken.None).ConfigureAwait(false);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void End(PosixSignalContext signal)
        {
            // Handled here the first time; the second time the system's own way, which ends the process.
            signal.Cancel = stopping.TrySetResult();
        }

        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, End))
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, End))
        using (cancellationToken.UnsafeRegister(_ => stopping.TrySetResult(), null))
        using (_app.Lifetime.ApplicationStopping.UnsafeRegister(_ => stopping.TrySetResult(), null))
        {
            await stopping.Task.ConfigureAwait(false);
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Takes no more connections, closes those there are with 1001, waits for their closing handshakes (each at most its close
    /// timeout), and ends. Does nothing when the server does not run.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting: what is still open is cut off.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) =>
        Volatile.Read(ref _started) == 0 ? Task.CompletedTask : _app.StopAsync(cancellationToken);

    /// <summary>Stops the server, if it runs, and lets go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
