using System.CommandLine;
using System.CommandLine.Parsing;

namespace Sockeye.Cli.Connect;

/// <summary><c>sockeye connect</c>: its options and their help.</summary>
internal static class ConnectCommand
{
    private static readonly Argument<string> Url = new("url")
    {
        Description = "Address, such as ws://localhost:3000/echo or wss://example.org.",
        HelpName = "URL",
    };

    private static readonly Option<string[]> Subprotocol = new("--subprotocol", "-s")
    {
        Description = "Subprotocol to offer; repeat it in order of preference.",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Header = new("--header", "-H")
    {
        Description = "Request header to add; repeatable.",
        HelpName = "NAME: VALUE",
    };

    private static readonly Option<string?> Origin = new("--origin", "-o") { Description = "Origin to name, as a browser's page would.", HelpName = "ORIGIN" };

    private static readonly Option<bool> Insecure = new("--insecure", "-k") { Description = "Take any certificate. Anyone on the way can then read and change everything." };

    private static readonly Option<bool> Compress = new("--compress", "-c") { Description = "Offer permessage-deflate." };

    private static readonly Option<bool> Http2 = new("--http2") { Description = "Connect over HTTP/2 (RFC 8441) instead of HTTP/1.1." };

    private static readonly Option<bool> NoReconnect = new("--no-reconnect") { Description = "End when the connection is lost. In scripts that is always so." };

    private static readonly Option<bool> Binary = new("--binary", "-b") { Description = "Send lines as binary messages instead of text." };

    private static readonly Option<string[]> Execute = new("--execute", "-x") { Description = "Send this and end after --wait; repeatable. Standard input is not read.", HelpName = "TEXT" };

    private static readonly Option<double> Wait = new("--wait", "-w")
    {
        Description = "How long to wait for answers after the last message of a script.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 1,
        Validators = { NotNegative },
    };

    private static readonly Option<double?> PingInterval = new("--ping-interval")
    {
        Description = "Send a ping when nothing has arrived for so long; 0 never does. Default 20.",
        HelpName = "SECONDS",
        Validators = { NotNegative },
    };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Print received messages and errors only." };

    /// <summary>What <c>--help</c> adds below the options.</summary>
    internal const string Notes = """
        At a terminal:
          Lines are sent as they are typed. /ping measures the round-trip time, /close [CODE] [REASON] or Ctrl+D ends,
          /hex BYTES sends binary, /help shows all commands. When the connection is lost, it connects again.

        In scripts:
          Each line of standard input, or each --execute, is a message. Received messages go to standard output, one to
          a line (binary in hexadecimal); everything else goes to standard error.

        Examples:
          sockeye connect ws://localhost:3000/echo
          sockeye connect wss://example.org/feed -H 'Authorization: Bearer TOKEN' -x '{"subscribe":"news"}' -w 10
          printf 'Ada\nGrace\n' | sockeye connect ws://localhost:3000/hello

        Exit codes:
          0  closed cleanly, or as asked for
          1  the connection was lost, or closed with another code than 1000, 1001 or none
          2  the command line makes no sense
          3  the server cannot be reached
          4  the server refused the handshake
          5  TLS was not agreed
        """;

    public static Command Create()
    {
        var command = new Command("connect", "Connect to a WebSocket server: type lines to send, see what comes.")
        {
            Url, Subprotocol, Header, Origin, Insecure, Compress, Http2, NoReconnect, Binary, Execute, Wait, PingInterval, Quiet,
        };
        command.SetAction((result, _) => ConnectProgram.RunAsync(Read(result)));
        return command;
    }

    /// <exception cref="CliException">The address or a header makes no sense.</exception>
    internal static ConnectOptions Read(ParseResult result) => new()
    {
        Uri = ConnectUri.Parse(result.GetRequiredValue(Url)),
        Subprotocols = result.GetValue(Subprotocol) ?? [],
        Headers = [.. (result.GetValue(Header) ?? []).Select(ParseHeader)],
        Origin = result.GetValue(Origin),
        Insecure = result.GetValue(Insecure),
        Compress = result.GetValue(Compress),
        Http2 = result.GetValue(Http2),
        Reconnect = !result.GetValue(NoReconnect),
        Binary = result.GetValue(Binary),
        Execute = result.GetValue(Execute) ?? [],
        Wait = TimeSpan.FromSeconds(result.GetValue(Wait)),
        PingInterval = result.GetValue(PingInterval) switch
        {
            null => null,
            0 => Timeout.InfiniteTimeSpan,
            { } seconds => TimeSpan.FromSeconds(seconds),
        },
        Quiet = result.GetValue(Quiet),
    };

    private static KeyValuePair<string, string> ParseHeader(string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new KeyValuePair<string, string>(header[..colon].Trim(), header[(colon + 1)..].Trim())
            : throw new CliException(ExitCode.Usage, $"'{header}' is no header: write it like --header 'Authorization: Bearer TOKEN'.");
    }

    private static void NotNegative(OptionResult result)
    {
        if (result.Tokens.Count > 0 && double.TryParse(result.Tokens[0].Value, out var seconds) && seconds is not (>= 0 and <= 86_400))
            result.AddError($"{result.IdentifierToken?.Value} takes a number of seconds from 0 to 86400.");
    }
}
