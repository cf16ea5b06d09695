using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Sockeye.Server.Tests.Support;

/// <summary>A peer that sends the bytes it is told to and reads what comes, with a bound on every wait.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _tcp;
    private readonly Stream _stream;
    private readonly CancellationTokenSource _patience;

    private RawClient(TcpClient tcp, Stream stream)
    {
        _tcp = tcp;
        _stream = stream;
        _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _patience.CancelAfter(Patience);
    }

    public static async Task<RawClient> ConnectAsync(int port, bool tls = false)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        if (!tls)
            return new RawClient(tcp, tcp.GetStream());
        var secure = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, SelfSigned.IsIt);
        await secure.AuthenticateAsClientAsync("localhost");
        return new RawClient(tcp, secure);
    }

    public async Task SendAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes, _patience.Token);
        await _stream.FlushAsync(_patience.Token);
    }

    public Task SendAsync(string ascii) => SendAsync(Encoding.ASCII.GetBytes(ascii));

    /// <summary>Reads an answer's head and, with Content-Length or chunks, its body.</summary>
    public async Task<RawResponse> ReadResponseAsync()
    {
        var head = new StringBuilder();
        while (!head.EndsWith("\r\n\r\n"))
            head.Append((char)(await ReadExactlyAsync(1))[0]);
        var response = RawResponse.Parse(head.ToString());
        if (response.Headers.TryGetValue("Content-Length", out var length))
            return response with { Body = Encoding.UTF8.GetString(await ReadExactlyAsync(int.Parse(length))) };
        return response.Headers.ContainsKey("Transfer-Encoding") ? response with { Body = await ReadChunksAsync() } : response;
    }

    /// <summary>Reads a frame of the server: unmasked, and in these tests shorter than 126 bytes.</summary>
    public async Task<(int FirstByte, byte[] Payload)> ReadFrameAsync()
    {
        var header = await ReadExactlyAsync(2);
        Assert.InRange(header[1], 0, 125);
        return (header[0], await ReadExactlyAsync(header[1]));
    }

    /// <summary>Reads a text message that came in one frame.</summary>
    public async Task<string> ReadTextAsync()
    {
        var (firstByte, payload) = await ReadFrameAsync();
        Assert.Equal(0x81, firstByte);
        return Encoding.UTF8.GetString(payload);
    }

    /// <summary>True when the server ends the connection; false when more bytes came.</summary>
    public async Task<bool> IsEndedAsync()
    {
        try
        {
            return await _stream.ReadAsync(new byte[1], _patience.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Reads and forgets until the server ends the connection.</summary>
    public async Task DrainAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _stream.ReadAsync(buffer, _patience.Token) != 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset: ended as well.
        }
    }

    public ValueTask DisposeAsync()
    {
        _patience.Dispose();
        _stream.Dispose();
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> ReadExactlyAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, _patience.Token);
        return bytes;
    }

    private async Task<string> ReadChunksAsync()
    {
        var body = new StringBuilder();
        while (true)
        {
            var line = new StringBuilder();
            while (!line.EndsWith("\r\n"))
                line.Append((char)(await ReadExactlyAsync(1))[0]);
            var size = Convert.ToInt32(line.ToString().Trim(), 16);
            body.Append(Encoding.UTF8.GetString(await ReadExactlyAsync(size)));
            await ReadExactlyAsync(2);
            if (size == 0)
                return body.ToString();
        }
    }
}

internal static class StringBuilderExtensions
{
    public static bool EndsWith(this StringBuilder builder, string end) =>
        builder.Length >= end.Length && builder.ToString(builder.Length - end.Length, end.Length) == end;
}
