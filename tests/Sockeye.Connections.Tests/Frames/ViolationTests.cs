using Sockeye.Protocol;
using Sockeye.Protocol.Tests.Compression;
using Sockeye.Protocol.Tests.Messages;

namespace Sockeye.Connections.Tests.Frames;

/// <summary>
/// RFC 6455 section 7.1.7: whatever a peer does wrong is answered with the close code the RFC asks for, and the connection ends in a
/// bounded time.
/// </summary>
public class ViolationTests
{
    /// <summary>What is wrong, the frames (unmasked; masked on their way to a server), the close code.</summary>
    private static readonly (string Label, string Frames, int Code)[] Violations =
    [
        ("5.2 a reserved bit", "a1 00", 1002),
        ("5.2 a reserved bit on a ping", "99 00", 1002),
        ("5.2 RSV1 on a continuation", "01 01 \"a\" c0 00", 1002),
        ("5.2 a reserved data opcode", "83 00", 1002),
        ("5.2 a reserved control opcode", "8b 00", 1002),
        ("5.2 a length that is not in its shortest form", "82 7e 00 05 01 02 03 04 05", 1002),
        ("5.2 a 64-bit length below 2^16", "82 7f 00 00 00 00 00 00 ff ff", 1002),
        ("5.2 a length of 2^63", "82 7f 80 00 00 00 00 00 00 00", 1002),
        ("5.4 a continuation of nothing", "80 01 \"a\"", 1002),
        ("5.4 a message inside a message", "01 01 \"a\" 81 01 \"b\"", 1002),
        ("5.5 a fragmented ping", "09 01 \"a\"", 1002),
        ("5.5 a long ping", "89 7e 00 7e 2a*126", 1002),
        ("5.5.1 half a close code", "88 01 03", 1002),
        ("7.4.1 close code 0", "88 02 00 00", 1002),
        ("7.4.1 close code 999", "88 02 03 e7", 1002),
        ("7.4.1 close code 1004", "88 02 03 ec", 1002),
        ("7.4.1 close code 1005", "88 02 03 ed", 1002),
        ("7.4.1 close code 1006", "88 02 03 ee", 1002),
        ("7.4.1 close code 1015", "88 02 03 f7", 1002),
        ("7.4.2 close code 1016", "88 02 03 f8", 1002),
        ("7.4.2 close code 2999", "88 02 0b b7", 1002),
        ("7.4.2 close code 5000", "88 02 13 88", 1002),
        ("7.4.2 close code 65535", "88 02 ff ff", 1002),
        ("5.5.1 a close reason that is not UTF-8", "88 03 03 e8 ff", 1007),
        ("8.1 text that is not UTF-8", "81 02 c3 41", 1007),
        ("8.1 text that breaks off in a character", "81 01 c3", 1007),
        ("8.1 text over fragments that is not UTF-8", "01 01 c3 80 01 41", 1007),
        ("8.1 a surrogate", "81 03 ed a0 80", 1007),
        ("8.1 text that is wrong before its frame is whole", "81 7d ff", 1007),
        ("10.4 a message above the limit", "82 7e 10 01", 1009),
        ("10.4 fragments above the limit", "02 7e 10 00 00*4096 80 01 00", 1009),
        ("10.4 a length of 2^63 - 1", "82 7f 7f ff ff ff ff ff ff ff", 1009),
        ("10.4 too many frames", "02 00 00 00 00 00 00 00 00 00 80 00", 1008),
        ("7692 6.1 RSV1 on a ping", "c9 00", 1002),
        ("7692 7.2.2 what does not inflate", "c2 01 07", 1007),
        ("7692 7.2.2 text that inflates to what is not UTF-8", "c1 07 00 01 00 fe ff ff 00", 1007),
    ];

    public static TheoryData<WireKind, Role, string, string, int> Rows
    {
        get
        {
            var rows = new TheoryData<WireKind, Role, string, string, int>();
            foreach (var kind in Enum.GetValues<WireKind>())
            {
                foreach (var role in Enum.GetValues<Role>())
                {
                    foreach (var (label, frames, code) in Violations)
                        rows.Add(kind, role, label, frames, code);
                }
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task EndsTheConnectionWithItsCode(WireKind kind, Role role, string label, string frames, int code)
    {
        foreach (var bytewise in (bool[])[false, true])
        {
            var time = new ManualTime();
            await using var peer = RawPeer.Connect(kind, role, Options(time), label.StartsWith("7692", StringComparison.Ordinal) ? Codec.Agreed() : null);
            var received = ReceiveAsync(peer.Connection);
            await peer.SendAsync("81 02 \"hi\"");
            var bytes = peer.AsSent(Vectors.Parse(frames));
            foreach (var chunk in bytewise && bytes.Length < 200 ? bytes.Select(b => new[] { b }).ToArray() : [bytes])
                await peer.SendBytesAsync(chunk);
            Assert.StartsWith($"close {code} ", await peer.ReceiveAsync(), StringComparison.Ordinal);

            var closure = await time.AdvanceUntilAsync(peer.Connection.Completion, withinSeconds: 6);
            Assert.Equal((code, ClosedBy.Local, false), ((int)closure.Code, closure.ClosedBy, closure.WasClean));
            var error = Assert.IsType<WebSocketProtocolException>(await peer.Errored.InTime());
            Assert.Equal(code, (int)error.Code);
            Assert.Same(error, closure.Error);
            Assert.Contains(error.Clause, error.Message, StringComparison.Ordinal);
            Assert.Null(await peer.ReceiveAsync());
            Assert.Equal(["hi"], await received.InTime());
        }
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AnUnmaskedFrameToAServerAndAMaskedOneToAClientAreRefused(WireKind kind)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var time = new ManualTime();
            await using var peer = RawPeer.Connect(kind, role, Options(time));
            await peer.SendBytesAsync(role == Role.Server ? [0x81, 0x01, 0x61] : [0x81, 0x81, 0, 0, 0, 0, 0x61]);
            Assert.StartsWith("close 1002 ", await peer.ReceiveAsync(), StringComparison.Ordinal);
            await time.AdvanceUntilAsync(peer.Connection.Completion, withinSeconds: 6);
        }
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task APeerThatGoesOnTalkingAfterItIsCutOff(WireKind kind, Role role)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, role, Options(time));
        var received = ReceiveAsync(peer.Connection);
        await peer.SendAsync("83 00 81 01 \"a\" 89 00 88 02 03 e8");
        Assert.StartsWith("close 1002 ", await peer.ReceiveAsync(), StringComparison.Ordinal);
        for (var i = 0; i < 100; i++)
        {
            if (peer.Connection.Completion.IsCompleted)
                break;
            await peer.SendAsync("81 01 \"a\" 89 00");
            time.Advance(0.1);
        }
        var closure = await peer.Connection.Completion.InTime();
        Assert.Equal(CloseCode.ProtocolError, closure.Code);
        Assert.Empty(await peer.ReceiveAllAsync());
        Assert.Empty(await received.InTime());
    }

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task AViolationAfterThisEndsCloseFrameEndsTheConnectionSoon(WireKind kind, Role role)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, role, Options(time));
        _ = peer.Connection.CloseAsync(CloseCode.GoingAway, "bye");
        Assert.Equal("close 1001 bye", await peer.ReceiveAsync());
        await peer.SendAsync("83 00");
        await peer.Errored.InTime();
        // There is nothing left to wait for but quiet on the line.
        var closure = await time.AdvanceUntilAsync(peer.Connection.Completion, withinSeconds: 1);
        Assert.Equal((CloseCode.GoingAway, ClosedBy.Local, false), (closure.Code, closure.ClosedBy, closure.WasClean));
        Assert.Null(await peer.ReceiveAsync());
    }

    private static WebSocketConnectionOptions Options(ManualTime time) =>
        new() { TimeProvider = time, MaxMessageSize = 4096, MaxFramesPerMessage = 5 };

    private static async Task<List<string>> ReceiveAsync(WebSocketConnection connection)
    {
        var messages = new List<string>();
        await foreach (var message in connection.ReadAllAsync(TestContext.Current.CancellationToken))
            messages.Add(message.Text);
        return messages;
    }
}
