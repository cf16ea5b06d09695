using System.Globalization;
using System.Text;

namespace Sockeye.Cli.Connect.Input;

/// <summary>What a line typed at the terminal asks for.</summary>
internal abstract record LineCommand
{
    public const string Help = """
        /ping                   measure the round-trip time
        /close [CODE] [REASON]  close the connection and end; 1000 when no code is given
        /hex BYTES              send a binary message, such as /hex 00 ff 10
        //text                  send text that begins with a slash
        Ctrl+D                  the same as /close
        """;

    /// <summary>Reads a line. Anything that does not begin with a slash is a message.</summary>
    public static LineCommand Parse(string line)
    {
        if (!line.StartsWith('/'))
            return new Send(line);
        if (line.StartsWith("//", StringComparison.Ordinal))
            return new Send(line[1..]);
        var words = line[1..].Split(' ', 2, StringSplitOptions.TrimEntries);
        var rest = words.Length > 1 ? words[1] : "";
        return words[0] switch
        {
            "ping" => new Ping(),
            "close" or "quit" or "exit" => ParseClose(rest),
            "hex" => ParseHex(rest),
            "help" or "?" => new ShowHelp(),
            _ => new Wrong($"There is no command /{words[0]}: see /help. To send the line as it is, begin it with //"),
        };
    }

    private static LineCommand ParseClose(string rest)
    {
        if (rest.Length == 0)
            return new Close(CloseCode.NormalClosure, null);
        var words = rest.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (!ushort.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var code) || !MayBeSent(code))
            return new Wrong("A close code is 1000 to 1003, 1007 to 1014, or 3000 to 4999, as in: /close 4001 bye");
        var reason = words.Length > 1 ? words[1] : null;
        // RFC 6455 section 5.5: a control frame has at most 125 bytes, and the code takes two.
        return reason is not null && Encoding.UTF8.GetByteCount(reason) > 123
            ? new Wrong("A close reason has at most 123 bytes.")
            : new Close((CloseCode)code, reason);
    }

    // RFC 6455 section 7.4: 1004 is reserved, 1005, 1006 and 1015 are never sent, and 1016 to 2999 mean nothing yet.
    private static bool MayBeSent(ushort code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);

    private static LineCommand ParseHex(string rest)
    {
        try
        {
            return new SendBytes(Convert.FromHexString(rest.Replace(" ", "", StringComparison.Ordinal)));
        }
        catch (FormatException)
        {
            return new Wrong("Bytes are pairs of hexadecimal digits, as in: /hex 00 ff 10");
        }
    }

    public sealed record Send(string Text) : LineCommand;

    public sealed record SendBytes(ReadOnlyMemory<byte> Bytes) : LineCommand;

    public sealed record Ping : LineCommand;

    public sealed record Close(CloseCode Code, string? Reason) : LineCommand;

    public sealed record ShowHelp : LineCommand;

    /// <summary>A command that makes no sense; the text says why.</summary>
    public sealed record Wrong(string Text) : LineCommand;
}
