namespace Sockeye.Client.Tests;

/// <summary>One-shot connects bound to the running test.</summary>
internal static class Connect
{
    /// <summary>
    /// Connects; unless the test says otherwise it does not wait for a literal server's part of the closing handshake.
    /// </summary>
    public static Task<WebSocketConnection> ToAsync(string url, WebSocketConnectOptions? options = null)
    {
        options ??= new WebSocketConnectOptions();
        if (options.Connection.CloseTimeout == new WebSocketConnectionOptions().CloseTimeout)
            options.Connection.CloseTimeout = TimeSpan.FromMilliseconds(50);
        return WebSocketConnector.ConnectAsync(url, options, TestContext.Current.CancellationToken);
    }

    /// <summary>The next message of a connection, as text; null at its end.</summary>
    public static async Task<string?> TextAsync(this WebSocketConnection connection) =>
        (await connection.ReceiveAsync(TestContext.Current.CancellationToken).AsTask().InTime())?.Text;
}
