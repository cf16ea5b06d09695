namespace Sockeye.Cli;

/// <summary>Ends the command: one line for the person at the terminal, and the exit code.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Wrong usage, in the words of an argument's check, without the name of a parameter that nobody here knows.</summary>
    public static CliException From(ArgumentException error) => new(Cli.ExitCode.Usage,
        error.ParamName is null ? error.Message : error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal));
}
