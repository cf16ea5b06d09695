namespace Sockeye.Cli.Serve;

/// <summary>The endpoints to try things with: each as short as the library allows.</summary>
internal static class DemoEndpoints
{
    public const int MaxName = 256;

    public static async Task EchoAsync(WebSocketConnection connection)
    {
        await foreach (var message in connection.ReadAllAsync())
            await connection.SendAsync(message);
    }

    public static async Task HelloAsync(WebSocketConnection connection)
    {
        await foreach (var message in connection.ReadAllAsync())
        {
            if (Greeting(message) is not { } greeting)
            {
                await connection.CloseAsync(CloseCode.UnsupportedData, $"Send a name: text of at most {MaxName} bytes");
                return;
            }

            await connection.SendAsync(greeting);
        }
    }

    /// <summary>Sends every message to every connection of the path, the sender's own included.</summary>
    public static async Task BroadcastAsync(WebSocketConnection connection, ConnectionSet everyone)
    {
        await foreach (var message in connection.ReadAllAsync())
            everyone.Broadcast(message);
    }

    internal static string? Greeting(WebSocketMessage message) =>
        message.IsText && message.Payload.Length <= MaxName ? $"Hello {message.Text}!" : null;
}
