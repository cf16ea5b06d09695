using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Sockeye.Cli.Tests.EndToEnd;

/// <summary>A client that nobody here wrote: the one of System.Net.WebSockets, with whole messages and bounded waits.</summary>
internal sealed class BrowserSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public ClientWebSocket Socket => _socket;

    public static async Task<BrowserSocket> ConnectAsync(string url, Action<ClientWebSocketOptions>? configure = null, HttpMessageInvoker? invoker = null)
    {
        var socket = new BrowserSocket();
        configure?.Invoke(socket._socket.Options);
        using var bounded = Bounded();
        await socket._socket.ConnectAsync(new Uri(url), invoker, bounded.Token);
        return socket;
    }

    /// <summary>Connects to the chat and says who is there; the welcome has been read.</summary>
    public static async Task<BrowserSocket> JoinAsync(string server, string name)
    {
        var socket = await ConnectAsync($"{server}/chat");
        await socket.SendAsync($$"""{"type":"join","name":"{{name}}","key":"key-of-{{name}}-0123456789"}""");
        Assert.Equal("welcome", (string?)(await socket.ReadJsonAsync())["type"]);
        return socket;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendAsync(byte[] payload, WebSocketMessageType type)
    {
        using var bounded = Bounded();
        await _socket.SendAsync(payload, type, endOfMessage: true, bounded.Token);
    }

    /// <summary>The next message, or null when the server has closed.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Payload)?> ReadAsync()
    {
        using var bounded = Bounded();
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(length), bounded.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return (part.MessageType, _buffer[..length]);
    }

    public async Task<string> ReadTextAsync()
    {
        var message = await ReadAsync();
        Assert.Equal(WebSocketMessageType.Text, message?.Type);
        return Encoding.UTF8.GetString(message!.Value.Payload);
    }

    public async Task<JsonNode> ReadJsonAsync() => JsonNode.Parse(await ReadTextAsync())!;

    public async Task<(int? Code, string? Reason)> ReadCloseAsync()
    {
        Assert.Null(await ReadAsync());
        return ((int?)_socket.CloseStatus, _socket.CloseStatusDescription);
    }

    public async Task CloseAsync()
    {
        using var bounded = Bounded();
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, bounded.Token);
    }

    public void Dispose() => _socket.Dispose();

    private static CancellationTokenSource Bounded()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromSeconds(20));
        return source;
    }
}
