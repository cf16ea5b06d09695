using System.Security.Cryptography;
using System.Text;

namespace Sockeye.Client.Tests;

/// <summary>The server's end of one connection, byte by byte.</summary>
internal sealed class LiteralPeer(Stream stream, Action? reset = null) : IDisposable
{
    /// <summary>The request's head as it came.</summary>
    public string Head { get; private set; } = "";

#pragma warning disable CA5350 // RFC 6455 section 4.2.2 asks for SHA-1, as a fingerprint and not for secrecy.
    private string AcceptValue => Convert.ToBase64String(SHA1.HashData(
        Encoding.ASCII.GetBytes(Header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350

    public string? Header(string name) => Head.Split("\r\n")
        .FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public async Task ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, TestContext.Current.CancellationToken).AsTask().InTime();
            head.Append((char)one[0]);
        }

        Head = head.ToString();
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public Task WriteAsync(params byte[] bytes) =>
        stream.WriteAsync(bytes, TestContext.Current.CancellationToken).AsTask().InTime();

    /// <summary>The 101, with more headers and with bytes right behind it: in one write, or byte by byte.</summary>
    public async Task UpgradeAsync(string headers = "", byte[]? behind = null, bool oneByOne = false)
    {
        var head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {AcceptValue}\r\n{headers}\r\n";
        byte[] bytes = [.. Encoding.ASCII.GetBytes(head), .. behind ?? []];
        foreach (var piece in oneByOne ? bytes.Chunk(1) : [bytes])
            await WriteAsync(piece);
    }

    public Task SendTextAsync(string text) => WriteAsync(TextFrame(text));

    public Task SendCloseAsync(int code, string reason = "") =>
        WriteAsync([0x88, (byte)(2 + reason.Length), (byte)(code >> 8), (byte)code, .. Encoding.ASCII.GetBytes(reason)]);

    /// <summary>A whole unmasked text frame of at most 125 bytes.</summary>
    public static byte[] TextFrame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        return [0x81, (byte)payload.Length, .. payload];
    }

    /// <summary>The client's next frame, of at most 125 bytes, unmasked; which RFC 6455 section 5.3 says is masked.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var head = new byte[6];
        await stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken).AsTask().InTime();
        Assert.True((head[1] & 0x80) != 0, "a client's frame is masked");
        var payload = new byte[head[1] & 0x7F];
        await stream.ReadExactlyAsync(payload, TestContext.Current.CancellationToken).AsTask().InTime();
        for (var i = 0; i < payload.Length; i++)
            payload[i] ^= head[2 + (i & 3)];
        return (head[0] & 0xF, payload);
    }

    public async Task<string> ReadTextAsync()
    {
        var (opcode, payload) = await ReadFrameAsync();
        Assert.Equal(1, opcode);
        return Encoding.UTF8.GetString(payload);
    }

    /// <summary>The code of the client's close frame, which must come next.</summary>
    public async Task<int> ReadCloseAsync()
    {
        var (opcode, payload) = await ReadFrameAsync();
        Assert.Equal(8, opcode);
        return (payload[0] << 8) | payload[1];
    }

    /// <summary>Waits until the client has ended the TCP connection.</summary>
    public async Task ReadEndAsync()
    {
        try
        {
            var end = await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().InTime();
            Assert.Equal(0, end);
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }

    /// <summary>Ends the TCP connection with a reset, as a crash does.</summary>
    public void Reset() => reset?.Invoke();

    public void Dispose() => stream.Dispose();
}
