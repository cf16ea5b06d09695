using System.Buffers;
using System.Text;
using Sockeye.Protocol;
using Sockeye.Protocol.Tests.Messages;

namespace Sockeye.Connections.Tests;

/// <summary>A peer that speaks literal bytes to a connection, and sees literally what comes back.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private static readonly uint Key = 0x3D21FA37;
    private readonly Duplex _pipe;
    private readonly Role _connectionRole;
    private readonly TaskCompletionSource<Exception> _errored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _sendingEnded;

    private RawPeer(WebSocketConnection connection, Role connectionRole, Duplex pipe)
    {
        (Connection, _connectionRole, _pipe) = (connection, connectionRole, pipe);
        connection.Errored += error => _errored.TrySetResult(error);
    }

    public WebSocketConnection Connection { get; }

    /// <summary>The first error the connection reports.</summary>
    public Task<Exception> Errored => _errored.Task;

    /// <summary>
    /// A connection of the given role, begun, and its peer. Inline: what the peer sends has been worked on when its send returns.
    /// </summary>
    public static RawPeer Connect(WireKind kind, Role connectionRole = Role.Server, WebSocketConnectionOptions? options = null,
        PerMessageDeflateParameters? compression = null, int pauseThreshold = 64 * 1024, bool inline = false)
    {
        var (left, right) = Duplex.Pair(pauseThreshold, inline);
        var connection = ConnectionPair.Connect(kind, left, connectionRole, options, compression);
        var peer = new RawPeer(connection, connectionRole, right);
        connection.Start();
        return peer;
    }

    /// <summary>Sends frames, written unmasked (see <see cref="Vectors"/>) and masked here when the connection is a server's.</summary>
    public Task SendAsync(string frames) => SendBytesAsync(AsSent(Vectors.Parse(frames)));

    /// <summary>Sends frames as <see cref="SendAsync"/> does, unless this end's sending is over.</summary>
    public Task TrySendAsync(string frames) => _sendingEnded ? Task.CompletedTask : SendAsync(frames);

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendBytesAsync(byte[] bytes)
    {
        await _pipe.Output.WriteAsync(bytes, TestContext.Current.CancellationToken).InTime();
    }

    /// <summary>The bytes of unmasked frames as the peer of this connection sends them.</summary>
    public byte[] AsSent(byte[] frames) => _connectionRole == Role.Server ? Masked(frames) : frames;

    /// <summary>The next frame, written as <c>text Hello</c>, <c>close 1002 why</c>, with <c>...</c> when more fragments follow; null at the end.</summary>
    public async Task<string?> ReceiveAsync()
    {
        while (true)
        {
            var result = await _pipe.Input.ReadAsync(TestContext.Current.CancellationToken).InTime();
            var window = result.Buffer.ToArray();
            var size = FrameHeader.Read(window, PeerRole, compressionNegotiated: true, out var header, out var failure);
            Assert.True(failure is null, $"The connection sent what no peer may: {failure}");
            if (size > 0 && window.Length >= size + header.PayloadLength)
            {
                var payload = window.AsSpan(size, (int)header.PayloadLength);
                if (header.IsMasked)
                    Masking.Apply(payload, header.MaskingKey);
                _pipe.Input.AdvanceTo(result.Buffer.GetPosition(size + header.PayloadLength));
                return Describe(header, payload);
            }
            _pipe.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (!result.IsCompleted)
                continue;
            Assert.Empty(window);
            return null;
        }
    }

    /// <summary>All frames until the connection ends its side.</summary>
    public async Task<List<string>> ReceiveAllAsync()
    {
        var frames = new List<string>();
        while (await ReceiveAsync() is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>Ends the peer's side of the transport, and its reading.</summary>
    public void Leave()
    {
        _pipe.Output.Complete();
        _pipe.Input.Complete();
    }

    /// <summary>Ends the peer's sending only.</summary>
    public void EndSending()
    {
        _sendingEnded = true;
        _pipe.Output.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Abort();
        await Connection.DisposeAsync();
        Leave();
    }

    private Role PeerRole => _connectionRole == Role.Server ? Role.Client : Role.Server;

    private static string Describe(in FrameHeader header, ReadOnlySpan<byte> payload) => (header.Opcode switch
    {
        Opcode.Text => "text " + Encoding.UTF8.GetString(payload),
        Opcode.Continuation => "continuation " + Show(payload),
        Opcode.Binary => "binary " + Show(payload),
        Opcode.Ping => "ping " + Show(payload),
        Opcode.Pong => "pong " + Show(payload),
        _ => payload.IsEmpty ? "close" : $"close {(payload[0] << 8) | payload[1]} {Encoding.UTF8.GetString(payload[2..])}",
    }) + (header.Fin ? "" : " ...") + (header.Rsv1 ? " compressed" : "");

    private static string Show(ReadOnlySpan<byte> payload) =>
        payload.Length > 200 ? $"{payload.Length} bytes" : string.Join(' ', payload.ToArray().Select(b => b.ToString("x2", null)));

    // Puts a key into each frame and masks what there is of its payload; the frames may break every rule but the header's shape.
    private static byte[] Masked(byte[] frames)
    {
        var output = new List<byte>();
        for (var at = 0; at < frames.Length;)
        {
            if (at + 2 > frames.Length)
                return [.. output, .. frames[at..]];
            var lengthBytes = (frames[at + 1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
            var head = Math.Min(2 + lengthBytes, frames.Length - at);
            long length = frames[at + 1] & 0x7F;
            if (lengthBytes > 0)
                length = frames[(at + 2)..(at + head)].Aggregate(0L, (sum, b) => (sum << 8) | b);
            output.Add(frames[at]);
            output.Add((byte)(frames[at + 1] | 0x80));
            output.AddRange(frames[(at + 2)..(at + head)]);
            at += head;
            output.AddRange(BitConverter.GetBytes(Key));
            var payload = frames.AsSpan(at, (int)Math.Clamp(length, 0, frames.Length - at)).ToArray();
            Masking.Apply(payload, Key);
            output.AddRange(payload);
            at += payload.Length;
        }
        return [.. output];
    }
}
