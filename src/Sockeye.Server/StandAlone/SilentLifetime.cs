using Microsoft.Extensions.Hosting;

namespace Sockeye.StandAlone;

/// <summary>
/// Instead of the console's lifetime: a server inside a program takes no signals and writes nothing; its owner starts and stops
/// it.
/// </summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
