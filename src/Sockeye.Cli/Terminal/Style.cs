namespace Sockeye.Cli.Terminal;

/// <summary>
/// Colour by ANSI sequences, or none: where output is not a terminal, where <c>NO_COLOR</c> is set (no-color.org), and on
/// terminals that say they cannot.
/// </summary>
internal sealed class Style(bool colored)
{
    public static Style Plain { get; } = new(false);

    public bool Colored => colored;

    /// <summary>The style for an output.</summary>
    /// <param name="redirected">Whether the output goes to a file or a pipe.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static Style For(bool redirected, Func<string, string?> environment) =>
        new(!redirected && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb");

    public string Bold(string text) => Sgr("1", text);

    public string Dim(string text) => Sgr("2", text);

    public string Good(string text) => Sgr("32", text);

    public string Bad(string text) => Sgr("31", text);

    public string Warn(string text) => Sgr("33", text);

    public string In(string text) => Sgr("36", text);

    public string Out(string text) => Sgr("35", text);

    private string Sgr(string parameters, string text) => colored ? $"\e[{parameters}m{text}\e[0m" : text;
}
