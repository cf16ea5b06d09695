using System.Text;

namespace Sockeye.Cli.Connect;

/// <summary>Sends what a script gives, <c>--execute</c> or standard input line by line, and waits for the answers.</summary>
internal sealed class Script(IAsyncEnumerable<string> lines, ConnectOptions options)
{
    /// <summary>The messages: those of <c>--execute</c>, or else the lines of standard input.</summary>
    public static IAsyncEnumerable<string> Lines(ConnectOptions options, Func<Stream> openInput) =>
        options.Execute.Count > 0 ? options.Execute.ToAsyncEnumerable() : ReadAsync(openInput);

    public async Task SendAsync(ConnectSession session)
    {
        await foreach (var line in lines)
        {
            try
            {
                await SendAsync(session, Encoding.UTF8.GetBytes(line));
            }
            catch (WebSocketClosedException)
            {
                // The session tells how it ended.
                return;
            }
        }

        await Task.WhenAny(session.Client.Completion, Task.Delay(options.Wait));
    }

    private async Task SendAsync(ConnectSession session, byte[] payload)
    {
        var type = options.Binary ? MessageType.Binary : MessageType.Text;
        session.Display.Sent(new WebSocketMessage(type, payload));
        await session.Client.SendAsync(payload, type);
    }

    private static async IAsyncEnumerable<string> ReadAsync(Func<Stream> openInput)
    {
        using var input = new StreamReader(openInput(), Encoding.UTF8);
        // Reading a console's or a pipe's stream may block the thread that asks.
        while (await Task.Run(() => input.ReadLineAsync()) is { } line)
            yield return line;
    }
}
