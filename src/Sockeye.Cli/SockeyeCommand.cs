using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Sockeye.Cli.Connect;
using Sockeye.Cli.Serve;
using Sockeye.Cli.Terminal;

namespace Sockeye.Cli;

/// <summary>The command line as a whole, and what becomes of its errors.</summary>
internal static class SockeyeCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var result = Parse(args);
        if (result.Action is ParseErrorAction)
            return ReportUsage(result);

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // The commands handle SIGINT and SIGTERM themselves: they have connections to close.
                ProcessTerminationTimeout = null,
            });
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync($"sockeye: {TerminalText.Line(e.Message)}");
            return e.ExitCode;
        }
    }

    public static ParseResult Parse(IReadOnlyList<string> args) => Create().Parse(args, new ParserConfiguration
    {
        // A message that begins with @ is a message, not the name of a file with arguments.
        ResponseFileTokenReplacer = null,
    });

    private static RootCommand Create()
    {
        var (serve, connect) = (ServeCommand.Create(), ConnectCommand.Create());
        var root = new RootCommand("WebSockets from the command line: a server to try things with, and a client to look into others.") { serve, connect };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithNotes((HelpAction)help.Action!, new() { [serve] = ServeCommand.Notes, [connect] = ConnectCommand.Notes });
        return root;
    }

    private static int ReportUsage(ParseResult result)
    {
        foreach (var error in result.Errors)
            Console.Error.WriteLine($"sockeye: {TerminalText.Line(error.Message)}");
        var command = result.CommandResult.Command;
        Console.Error.WriteLine(command is RootCommand
            ? "Try 'sockeye --help'."
            : $"Try 'sockeye {command.Name} --help'.");
        return ExitCode.Usage;
    }
}
