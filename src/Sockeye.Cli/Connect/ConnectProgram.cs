using System.Runtime.InteropServices;
using Sockeye.Cli.Connect.Rendering;
using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Connect;

/// <summary>Connects the session to this process: its terminal or pipes, and its signals.</summary>
internal static class ConnectProgram
{
    /// <exception cref="CliException">The options make no sense, or the connection could not be opened.</exception>
    public static async Task<int> RunAsync(ConnectOptions options)
    {
        var interactive = options.Execute.Count == 0 && !Console.IsInputRedirected && !Console.IsOutputRedirected;
        var screen = new Screen(Console.Out, () => Console.WindowWidth);
        await using var client = CreateClient(options, interactive);
        var session = new ConnectSession(client, CreateDisplay(options, screen));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        try
        {
            return await session.RunAsync(interactive
                ? new Dialogue(screen, () => Console.ReadKey(intercept: true), options.Binary).RunAsync
                : new Script(Script.Lines(options, Console.OpenStandardInput), options).SendAsync);
        }
        finally
        {
            screen.EndTyping();
        }

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            session.Interrupt();
        }
    }

    private static WebSocketClient CreateClient(ConnectOptions options, bool interactive)
    {
        try
        {
            return new WebSocketClient(options.Uri, options.ToClientOptions(interactive));
        }
        catch (ArgumentException e)
        {
            throw CliException.From(e);
        }
    }

    private static Display CreateDisplay(ConnectOptions options, Screen screen)
    {
        if (Console.IsOutputRedirected)
            return new BareDisplay(Console.Out, Console.Error, options.Quiet);
        var style = Style.For(redirected: false, Environment.GetEnvironmentVariable);
        return new TerminalDisplay(screen, new MessageFormatter(style), TimeProvider.System, options.Quiet);
    }
}
