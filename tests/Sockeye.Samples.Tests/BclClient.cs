using System.Net.WebSockets;
using System.Text;

namespace Sockeye.Samples.Tests;

/// <summary>A peer that is not ours: the base class library's client, connecting until the sample listens.</summary>
internal sealed class BclClient : IDisposable
{
    private readonly byte[] _buffer = new byte[4096];

    private BclClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    public static async Task<BclClient> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = new ClientWebSocket();
            try
            {
                await socket.ConnectAsync(new Uri(address), cancellationToken);
                return new BclClient(socket);
            }
            catch (WebSocketException) when (!cancellationToken.IsCancellationRequested)
            {
                // The program is still starting.
                socket.Dispose();
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>The next message's text, or <c>close</c> and its code.</summary>
    public async Task<string> ReceiveAsync(CancellationToken cancellationToken)
    {
        var result = await Socket.ReceiveAsync(_buffer, cancellationToken);
        return result.MessageType == WebSocketMessageType.Close
            ? $"close {(int?)result.CloseStatus}"
            : Encoding.UTF8.GetString(_buffer, 0, result.Count);
    }

    public void Dispose() => Socket.Dispose();
}
