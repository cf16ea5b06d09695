using System.Text;
using System.Threading.Channels;
using Sockeye.Cli.Connect.Input;

namespace Sockeye.Cli.Connect;

/// <summary>Sends what a person types, and does the commands.</summary>
internal sealed class Dialogue(Screen screen, Func<ConsoleKeyInfo> readKey, bool binary)
{
    /// <summary>Runs until the person is done.</summary>
    public async Task RunAsync(ConnectSession session)
    {
        session.Display.Note("Type a line to send it; /help shows the commands.");
        screen.BeginTyping(new LineEditor());
        var lines = Channel.CreateUnbounded<string>();
        // A key is waited for on a thread of its own, which ends with the process: nothing can wake it.
        new Thread(() => ReadKeys(lines.Writer)) { IsBackground = true, Name = "keys" }.Start();
        await foreach (var line in lines.Reader.ReadAllAsync())
        {
            if (line.Length > 0 && !await DoAsync(session, LineCommand.Parse(line)))
                return;
        }
    }

    private void ReadKeys(ChannelWriter<string> lines)
    {
        while (true)
        {
            var key = readKey();
            if (IsEndOfInput(key) && screen.IsLineEmpty)
                break;
            if (screen.Press(key) is { } line)
                lines.TryWrite(line);
        }

        lines.Complete();
    }

    private static bool IsEndOfInput(ConsoleKeyInfo key) => key.Key == ConsoleKey.D && key.Modifiers == ConsoleModifiers.Control;

    /// <summary>False when the conversation is over.</summary>
    private async Task<bool> DoAsync(ConnectSession session, LineCommand command)
    {
        try
        {
            switch (command)
            {
                case LineCommand.Send send: await SendAsync(session, binary ? MessageType.Binary : MessageType.Text, Encoding.UTF8.GetBytes(send.Text)); break;
                case LineCommand.SendBytes send: await SendAsync(session, MessageType.Binary, send.Bytes); break;
                case LineCommand.Ping: await PingAsync(session); break;
                case LineCommand.Close close: await session.CloseAsync(close.Code, close.Reason); return false;
                case LineCommand.ShowHelp: screen.Show(LineCommand.Help); break;
                case LineCommand.Wrong wrong: session.Display.Note(wrong.Text); break;
            }
        }
        catch (WebSocketClosedException)
        {
            session.Display.Note("Not sent: there is no connection now. The Up key brings the line back.");
        }

        return true;
    }

    private static async Task SendAsync(ConnectSession session, MessageType type, ReadOnlyMemory<byte> payload)
    {
        // Shown first: the answer may be here before the call returns.
        if (session.Client.State == WebSocketClientState.Open)
            session.Display.Sent(new WebSocketMessage(type, payload));
        await session.Client.SendAsync(payload, type);
    }

    private static async Task PingAsync(ConnectSession session)
    {
        var roundTrip = await session.Client.PingAsync();
        session.Display.Note($"Pong after {roundTrip.TotalMilliseconds:0.00} ms.");
    }
}
