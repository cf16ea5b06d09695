using Microsoft.Extensions.Logging;

namespace Sockeye.Hosting;

/// <summary>What starting and stopping writes to the log; ids 20 to 39.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(20, LogLevel.Information, "Stopping: closing {Count} WebSocket connections with 1001.")]
    public static partial void Stopping(ILogger logger, int count);
}
