using Sockeye.Cli.Connect.Rendering;
using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Connect;

/// <summary>Where a conversation is shown. Called from any thread.</summary>
internal abstract class Display
{
    public abstract void Received(WebSocketMessage message);

    public abstract void Sent(WebSocketMessage message);

    /// <summary>Something that happened and is no message.</summary>
    public abstract void Note(string text);
}

/// <summary>For people: direction, time, indented JSON, hexadecimal.</summary>
internal sealed class TerminalDisplay(Screen screen, MessageFormatter formatter, TimeProvider time, bool quiet) : Display
{
    public override void Received(WebSocketMessage message) => screen.Show(formatter.Received(message, time.GetLocalNow()));

    public override void Sent(WebSocketMessage message)
    {
        if (!quiet)
            screen.Show(formatter.Sent(message, time.GetLocalNow()));
    }

    public override void Note(string text)
    {
        if (!quiet)
            screen.Show(formatter.Note(text, time.GetLocalNow()));
    }
}

/// <summary>For pipes: the messages alone on standard output, the rest on standard error.</summary>
internal sealed class BareDisplay(TextWriter output, TextWriter error, bool quiet) : Display
{
    private readonly Lock _gate = new();

    public override void Received(WebSocketMessage message)
    {
        lock (_gate)
        {
            output.WriteLine(MessageFormatter.Bare(message));
            // Whoever reads the pipe wants the message now, not when the buffer is full.
            output.Flush();
        }
    }

    public override void Sent(WebSocketMessage message)
    {
    }

    public override void Note(string text)
    {
        if (quiet)
            return;
        lock (_gate)
            error.WriteLine(TerminalText.Line(text));
    }
}
