using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Abuse;

/// <summary>A peer that keeps to no rule: it sends the bytes it is told to, or none, and reads what it is told to, or nothing.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    /// <summary>The handshake of RFC 6455 section 1.3.</summary>
    public const string Handshake =
        "GET /abuse HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private readonly Socket _socket;
    private readonly Stream _stream;

    private RawPeer(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    /// <summary>Connects, and does no more than TLS asks for.</summary>
    public static async Task<RawPeer> ConnectAsync(Uri server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken).InTime("a TCP connection");
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (server.Scheme == "ws")
            return new RawPeer(socket, stream);
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, SelfSigned.IsIt);
        await tls.AuthenticateAsClientAsync("localhost").InTime("a TLS connection");
        return new RawPeer(socket, tls);
    }

    /// <summary>Connects with a whole handshake, and reads the answer to it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="extension">An offer for <c>Sec-WebSocket-Extensions</c>; null for none.</param>
    public static async Task<RawPeer> OpenAsync(Uri server, string? extension = null)
    {
        var peer = await ConnectAsync(server);
        await peer.SendAsync(extension is null ? Handshake : Handshake.Insert(Handshake.Length - 2, $"Sec-WebSocket-Extensions: {extension}\r\n"));
        var head = "";
        var buffer = new byte[1024];
        // The server says nothing behind the head until it is spoken to.
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await peer._stream.ReadAsync(buffer, TestContext.Current.CancellationToken).InTime("the answer to a handshake");
            Assert.NotEqual(0, read);
            head += Encoding.ASCII.GetString(buffer, 0, read);
        }

        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        return peer;
    }

    /// <summary>A frame of a client, masked with zeros.</summary>
    public static byte[] Frame(byte firstByte, params ReadOnlySpan<byte> payload)
    {
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)(0x80 | payload.Length)],
            <= ushort.MaxValue => [0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [0x80 | 127, .. BigEndian((ulong)payload.Length)],
        };
        return [firstByte, .. length, 0, 0, 0, 0, .. payload];
    }

    public static byte[] BigEndian(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes, TestContext.Current.CancellationToken).InTime("the server to take bytes");

    public Task SendAsync(string ascii) => SendAsync(Encoding.ASCII.GetBytes(ascii));

    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken).InTime("the server to send");
        return bytes;
    }

    /// <summary>The next frame of the server.</summary>
    public async Task<(byte FirstByte, byte[] Payload)> ReadFrameAsync()
    {
        var header = await ReadAsync(2);
        var length = header[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return (header[0], await ReadAsync(length));
    }

    /// <summary>Reads to the close frame, over whatever comes before it.</summary>
    public async Task<(int Code, string Reason)> ReadCloseAsync()
    {
        while (true)
        {
            var (firstByte, payload) = await ReadFrameAsync();
            if (firstByte == 0x88)
                return (BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload.AsSpan(2)));
        }
    }

    /// <summary>Reads until the server ends the connection, in whatever way.</summary>
    public async Task ReadToEndAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(buffer, TestContext.Current.CancellationToken).InTime("the server to end the connection") > 0)
            {
                // What it says does not matter here.
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }

    /// <summary>Ends the connection with a TCP reset, as a crash does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _stream.DisposeAsync();
    }
}
