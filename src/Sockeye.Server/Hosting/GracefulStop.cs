using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sockeye.Endpoints;

namespace Sockeye.Hosting;

/// <summary>
/// Closes every connection with 1001 when the app stops, and holds the stop up until the closing handshakes are done, each
/// bounded by its connection's close timeout. The server goes on listening meanwhile and answers new handshakes with 503.
/// </summary>
internal sealed class GracefulStop(ConnectionRegistry registry, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
    : IHostedLifecycleService
{
    /// <summary>The reason of the close frames.</summary>
    public const string Reason = "The server is stopping.";

    private readonly Lock _gate = new();
    private Task? _closing;

    // Ctrl+C and SIGTERM are seen here first, before the host begins to stop its services.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _ = CloseAllOnce());
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => WaitAsync(cancellationToken);

    // For hosts that know nothing of StoppingAsync.
    public Task StopAsync(CancellationToken cancellationToken) => WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits until all are closed; when the host loses patience, the rest is cut off.</summary>
    private async Task WaitAsync(CancellationToken impatient)
    {
        try
        {
            await CloseAllOnce().WaitAsync(impatient).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            foreach (var connection in registry)
                connection.Abort();
        }
    }

    private Task CloseAllOnce()
    {
        lock (_gate)
            return _closing ??= Task.Run(CloseAllAsync);
    }

    private async Task CloseAllAsync()
    {
        // Closed first: whoever is being accepted right now is either in the snapshot or closed by the endpoint.
        registry.Close();
        var closing = registry.Select(connection => connection.CloseAsync(CloseCode.GoingAway, Reason)).ToArray();
        HostingLog.Stopping(loggers.CreateLogger(EndpointLog.Category), closing.Length);
        await Task.WhenAll(closing).ConfigureAwait(false);
    }
}
