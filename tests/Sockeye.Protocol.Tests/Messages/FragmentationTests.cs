namespace Sockeye.Protocol.Tests.Messages;

/// <summary>RFC 6455 section 5.4: fragments of a message, and control frames between them.</summary>
public class FragmentationTests
{
    private const string Refused = "failed 1002 RFC 6455 section 5.4";

    public static TheoryData<string, string, string> Vectors { get; } = new()
    {
        { "two fragments", "01 02 \"ab\" 80 02 \"cd\"", "text abcd" },
        { "three fragments", "02 01 01 00 01 02 80 01 03", "binary 01 02 03" },
        { "many fragments", "02 01 01 00 01 02 00 01 03 00 01 04 00 01 05 80 01 06", "binary 01 02 03 04 05 06" },
        { "the type is the first fragment's", "01 01 \"a\" 80 01 \"b\" 02 01 61 80 01 62", "text ab | binary 61 62" },
        { "empty fragments", "01 00 00 00 80 00", "text " },
        { "empty fragments around a full one", "01 00 00 01 \"a\" 80 00", "text a" },
        { "an empty first fragment", "02 00 80 01 07", "binary 07" },
        { "an empty last fragment", "02 01 07 80 00", "binary 07" },
        { "long fragments", "02 7e 00 c8 05*200 80 7e 00 c8 05*200", "400 of 05" },
        { "a ping between fragments", "01 01 \"a\" 89 02 68 69 80 01 \"b\"", "ping 68 69 | text ab" },
        { "an empty ping between fragments", "01 01 \"a\" 89 00 80 01 \"b\"", "ping  | text ab" },
        { "ping and pong between fragments", "01 01 \"a\" 89 01 31 8a 01 32 00 01 \"b\" 89 01 33 80 01 \"c\"", "ping 31 | pong 32 | ping 33 | text abc" },
        { "a close frame between fragments", "01 01 \"a\" 88 02 03 e8", "close 1000  | waits" },
        { "a ping inside a character", "01 01 c3 89 00 80 01 a4", "ping  | text ä" },
        { "a message after a fragmented one", "01 01 \"a\" 80 01 \"b\" 81 01 \"c\"", "text ab | text c" },
        { "a message that is not finished", "01 01 \"a\"", "waits" },
        { "a continuation of nothing", "80 01 \"a\"", Refused },
        { "a continuation of nothing, not final", "00 01 \"a\"", Refused },
        { "an empty continuation of nothing", "80 00", Refused },
        { "a continuation after a whole message", "81 01 \"a\" 80 01 \"b\"", "text a | " + Refused },
        { "a continuation after a ping", "89 00 80 00", "ping  | " + Refused },
        { "a continuation after the last fragment", "01 01 \"a\" 80 01 \"b\" 80 01 \"c\"", "text ab | " + Refused },
        { "a new text message inside one", "01 01 \"a\" 81 01 \"b\"", Refused },
        { "a new binary message inside one", "01 01 \"a\" 82 01 \"b\"", Refused },
        { "a new fragmented message inside one", "02 01 01 02 01 02", Refused },
        { "a new message inside one after a ping", "02 01 01 89 00 82 01 02", "ping  | " + Refused },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void FragmentsAreJoinedInOrder(string label, string vector, string expected)
    {
        if (expected == "400 of 05")
            expected = $"binary {Reception.Show(Messages.Vectors.Parse("05*400"))}";
        Reception.Check(label, Messages.Vectors.Parse(vector), Role.Client, Messages.Vectors.Lines(expected));
    }

    [Fact]
    public void AMessageThatLiesWholeInAWindowIsNotCopied()
    {
        using var reader = new MessageReader(Role.Client, MessageLimits.Default);
        var window = Messages.Vectors.Parse("82 03 01 02 03");
        var part = reader.Read(window, out _);
        window[3] = 0x77;
        Assert.True(part.IsStart && part.IsEnd);
        Assert.Equal([0x01, 0x77, 0x03], part.Payload.ToArray());
    }

    [Fact]
    public void EveryCutOfAMessageIntoThreeFragmentsGivesTheSameMessage()
    {
        var payload = System.Text.Encoding.UTF8.GetBytes("aä€😀z");
        for (var first = 0; first <= payload.Length; first++)
        {
            for (var second = first; second <= payload.Length; second++)
            {
                var output = new System.Buffers.ArrayBufferWriter<byte>();
                FrameWriter.Write(output, Opcode.Text, fin: false, rsv1: false, payload.AsSpan(..first), null);
                FrameWriter.Write(output, Opcode.Continuation, fin: false, rsv1: false, payload.AsSpan(first..second), null);
                FrameWriter.Write(output, Opcode.Continuation, fin: true, rsv1: false, payload.AsSpan(second..), null);
                Reception.Check($"{first}, {second}", output.WrittenSpan.ToArray(), Role.Client, ["text aä€😀z"]);
            }
        }
    }
}
