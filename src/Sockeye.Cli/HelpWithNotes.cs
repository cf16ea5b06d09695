using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Sockeye.Cli;

/// <summary>The usual help, and below the options what a command has to say besides: examples, exit codes.</summary>
internal sealed class HelpWithNotes(HelpAction help, Dictionary<Command, string> notes) : SynchronousCommandLineAction
{
    // --help answers whatever else is missing or wrong on the line.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (notes.TryGetValue(parseResult.CommandResult.Command, out var text))
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        return code;
    }
}
