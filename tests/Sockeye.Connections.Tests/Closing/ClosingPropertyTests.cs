using FsCheck;
using FsCheck.Fluent;
using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Closing;

/// <summary>
/// RFC 6455 sections 5.5.1 and 7.1, for random interleavings of everything that can happen at the end of a connection: it does what the
/// model says, step by step. At most one close frame goes out, nothing follows it, and 1005, 1006 and 1015 are never on the wire.
/// </summary>
public class ClosingPropertyTests
{
    private const int Runs = 1000;

    private static readonly Gen<Step[]> Steps = Gen.Frequency(
        (4, Gen.Elements(Step.LocalSend, Step.PeerData, Step.PeerPing)),
        (3, Gen.Elements(Step.LocalClose, Step.LocalCloseWithoutCode, Step.PeerClose, Step.PeerCloseWithoutCode)),
        (2, Gen.Elements(Step.Fail, Step.PeerViolation, Step.TimePasses)),
        (1, Gen.Elements(Step.Abort, Step.TransportEnds))).ArrayOf();

    [Theory, MemberData(nameof(Wires.AndRoles), MemberType = typeof(Wires))]
    public async Task AConnectionEndsAsTheModelDoes(WireKind kind, Role role)
    {
        foreach (var steps in Steps.Sample(Runs, size: 12))
            await RunAsync(kind, role, steps);
    }

    private static async Task RunAsync(WireKind kind, Role role, Step[] steps)
    {
        var model = new ClosingModel(role);
        var time = new ManualTime();
        var options = new WebSocketConnectionOptions { TimeProvider = time, HeartbeatInterval = Timeout.InfiniteTimeSpan };
        await using var peer = RawPeer.Connect(kind, role, options, inline: true);
        var delivered = ReceiveAsync(peer.Connection);
        var story = "";
        foreach (var step in steps)
        {
            story += $" {step}";
            var canSend = model.CanSend;
            model.Take(step);
            await TakeAsync(peer, time, step, canSend);
            if (model.Closure is not null)
                await peer.Connection.Completion.InTime();
            Assert.True(model.State == peer.Connection.State, $"{story}: {peer.Connection.State}, and not {model.State}");
        }
        if (model.Closure is null)
        {
            model.Take(Step.Abort);
            peer.Connection.Abort();
        }
        var closure = await peer.Connection.Completion.InTime();
        Assert.True(model.Closure == ((int)closure.Code, closure.ClosedBy, closure.WasClean), $"{story}: {closure}, and not {model.Closure}");
        Assert.True(model.Delivered.SequenceEqual(await delivered.InTime()), $"{story}: delivered {string.Join(", ", await delivered)}");
        CheckFrames(model, [.. (await peer.ReceiveAllAsync()).Select(WithoutReason)], story);
    }

    private static void CheckFrames(ClosingModel model, List<string> frames, string story)
    {
        Assert.True(model.Frames.SequenceEqual(frames), $"{story}: sent {string.Join(", ", frames)}, and not {string.Join(", ", model.Frames)}");
        var closes = frames.FindAll(frame => frame.StartsWith("close", StringComparison.Ordinal));
        Assert.InRange(closes.Count, 0, 1);
        if (closes.Count == 1)
            Assert.Equal(closes[0], frames[^1]);
        Assert.DoesNotContain(frames, frame => frame is "close 1005" or "close 1006" or "close 1015");
    }

    private static async Task TakeAsync(RawPeer peer, ManualTime time, Step step, bool canSend)
    {
        var connection = peer.Connection;
        switch (step)
        {
            case Step.LocalClose:
                _ = connection.CloseAsync((CloseCode)4000, "why");
                break;
            case Step.LocalCloseWithoutCode:
                _ = connection.CloseAsync(CloseCode.NoStatusReceived);
                break;
            case Step.LocalSend when canSend:
                await connection.SendAsync("out", TestContext.Current.CancellationToken);
                break;
            case Step.LocalSend:
                Assert.Equal(SendResult.Closed, connection.TrySend("out"));
                await Assert.ThrowsAsync<WebSocketClosedException>(() => connection.SendAsync("out").AsTask());
                break;
            case Step.Fail:
                connection.Fail(new InvalidOperationException("a handler's"));
                break;
            case Step.Abort:
                connection.Abort();
                break;
            case Step.TransportEnds:
                peer.EndSending();
                break;
            case Step.TimePasses:
                time.Advance(6);
                break;
            default:
                await peer.TrySendAsync(step switch
                {
                    Step.PeerClose => "88 05 0b b8 \"bye\"",
                    Step.PeerCloseWithoutCode => "88 00",
                    Step.PeerData => "81 02 \"in\"",
                    Step.PeerPing => "89 01 07",
                    _ => "83 00",
                });
                break;
        }
    }

    // A close frame's reason is a sentence for people; what counts here is the code.
    private static string WithoutReason(string frame) =>
        frame.StartsWith("close ", StringComparison.Ordinal) ? string.Join(' ', frame.Split(' ')[..2]) : frame;

    private static async Task<List<string>> ReceiveAsync(WebSocketConnection connection)
    {
        var messages = new List<string>();
        await foreach (var message in connection.ReadAllAsync())
            messages.Add(message.Text);
        return messages;
    }
}
