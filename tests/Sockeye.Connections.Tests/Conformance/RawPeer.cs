using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Conformance;

/// <summary>
/// The other end of a connection as bytes: sends frames right or wrong, and sees each frame that comes as it was on the wire. A plain
/// reading of RFC 6455 section 5.2 that shares nothing with the engine.
/// </summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Duplex _pipe;
    private readonly bool _masks;

    private RawPeer(Duplex pipe, WebSocketConnection connection, bool masks)
    {
        (_pipe, Connection, _masks) = (pipe, connection, masks);
        connection.Start();
    }

    public WebSocketConnection Connection { get; }

    /// <summary>A connection in a role, and its raw peer in the other.</summary>
    public static RawPeer Of(WireKind kind, Role role, WebSocketConnectionOptions? options = null, PerMessageDeflateParameters? compression = null)
    {
        var (left, right) = Duplex.Pair();
        return new RawPeer(right, ConnectionPair.Connect(kind, left, role, options, compression), masks: role == Role.Server);
    }

    /// <summary>Sends a frame whose first byte is given; masked if this peer is a client.</summary>
    public Task SendAsync(byte first, params byte[] payload)
    {
        Assert.InRange(payload.Length, 0, 125);
        byte[] key = [0x37, 0xfa, 0x21, 0x3d];
        byte[] frame = _masks
            ? [first, (byte)(0x80 | payload.Length), .. key, .. payload.Select((octet, i) => (byte)(octet ^ key[i % 4]))]
            : [first, (byte)payload.Length, .. payload];
        return SendBytesAsync(frame);
    }

    public Task SendAsync(byte first, string payload) => SendAsync(first, Encoding.UTF8.GetBytes(payload));

    public async Task SendBytesAsync(params byte[] bytes) =>
        await _pipe.Output.WriteAsync(bytes, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    /// <summary>The next frame, or null when the connection has ended its side.</summary>
    public async Task<RawFrame?> ReadAsync()
    {
        while (true)
        {
            var read = await _pipe.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            if (TryParse(read.Buffer, out var frame, out var rest))
            {
                _pipe.Input.AdvanceTo(rest);
                return frame;
            }

            _pipe.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                Assert.True(read.Buffer.IsEmpty, "The connection ended in the middle of a frame.");
                return null;
            }
        }
    }

    /// <summary>The frames from now to the end.</summary>
    public async Task<List<RawFrame>> ReadToEndAsync()
    {
        var frames = new List<RawFrame>();
        while (await ReadAsync() is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>How the connection ended, in bounded time.</summary>
    public Task<WebSocketClosure> EndAsync() => Connection.Completion.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Ends the transport, as a closed TCP connection does.</summary>
    public void EndTransport() => _pipe.Output.Complete();

    public async ValueTask DisposeAsync()
    {
        EndTransport();
        Connection.Abort();
        await Connection.DisposeAsync();
        await _pipe.Input.CompleteAsync();
    }

    private static bool TryParse(ReadOnlySequence<byte> buffer, out RawFrame frame, out SequencePosition rest)
    {
        (frame, rest) = (default!, buffer.Start);
        var bytes = buffer.ToArray();
        if (bytes.Length < 2)
            return false;
        var size = (bytes[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
        var masked = (bytes[1] & 0x80) != 0;
        var header = size + (masked ? 4 : 0);
        if (bytes.Length < header)
            return false;
        var length = size switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)),
            10 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(2))),
            _ => bytes[1] & 0x7F,
        };
        if (bytes.Length < header + length)
            return false;
        var key = masked ? bytes[size..header] : null;
        var payload = bytes[header..(header + length)];
        for (var i = 0; key is not null && i < length; i++)
            payload[i] ^= key[i % 4];
        frame = new RawFrame(bytes[0], key, payload);
        rest = buffer.GetPosition(header + length);
        return true;
    }
}

/// <summary>A frame as it was on the wire, unmasked.</summary>
internal sealed record RawFrame(byte First, byte[]? Key, byte[] Payload)
{
    public bool Fin => (First & 0x80) != 0;

    public bool Rsv1 => (First & 0x40) != 0;

    public int Opcode => First & 0x0F;

    public bool IsControl => Opcode >= 8;

    public string Text => Encoding.UTF8.GetString(Payload);

    public int CloseCode => BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public string CloseReason => Encoding.UTF8.GetString(Payload.AsSpan(2));
}
