using Microsoft.Extensions.Hosting;
using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Serve;

/// <summary>Runs the server until SIGINT or SIGTERM.</summary>
internal static class ServeProgram
{
    /// <exception cref="CliException">The server cannot start.</exception>
    public static async Task<int> RunAsync(ServeOptions options, TextWriter output)
    {
        await using var app = ServeHost.Build(options);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (ServeFailure.Explain(e, options.Addresses) is { } explained)
        {
            throw explained;
        }

        if (options.Verbosity != Verbosity.Quiet)
        {
            var style = Style.For(Console.IsOutputRedirected, Environment.GetEnvironmentVariable);
            await output.WriteAsync(ServedAddresses.Format(app.Urls, ServedAddresses.OfThisMachine(), style));
            await output.FlushAsync();
        }

        // The host's own lifetime sees the signals; Sockeye then closes every connection with 1001.
        await app.WaitForShutdownAsync();
        return ExitCode.Success;
    }
}
