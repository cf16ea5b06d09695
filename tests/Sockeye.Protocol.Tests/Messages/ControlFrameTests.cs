namespace Sockeye.Protocol.Tests.Messages;

/// <summary>RFC 6455 section 5.5: control frames are short, never fragmented, and carry what pings and pongs return.</summary>
public class ControlFrameTests
{
    private const string Refused = "failed 1002 RFC 6455 section 5.5";

    public static TheoryData<string, string, string> Vectors { get; } = new()
    {
        { "5.5.2 an empty ping", "89 00", "ping " },
        { "5.5.2 a ping with a payload", "89 04 01 02 03 04", "ping 01 02 03 04" },
        { "5.5.2 a ping's payload need not be text", "89 02 ff fe", "ping ff fe" },
        { "5.5.2 the longest ping", "89 7d 2a*125", "ping 125" },
        { "5.5.3 an unsolicited pong", "8a 00", "pong " },
        { "5.5.3 the longest pong", "8a 7d 2a*125", "pong 125" },
        { "5.5.2 pings one after the other", "89 01 01 89 01 02 89 00", "ping 01 | ping 02 | ping " },
        { "5.5 a long ping", "89 7e 00 7e 2a*126", Refused },
        { "5.5 a long pong", "8a 7e 00 7e 2a*126", Refused },
        { "5.5 a long close frame", "88 7e 00 7e 03 e8 2a*124", Refused },
        { "5.5 a ping with a 64-bit length", "89 7f 00 00 00 00 00 01 00 00", Refused },
        { "5.5 a ping whose length would be short but is not", "89 7e 00 05", Refused },
        { "5.5 a fragmented ping", "09 00", Refused },
        { "5.5 a fragmented pong", "0a 00", Refused },
        { "5.5 a fragmented close frame", "08 02 03 e8", Refused },
        { "5.5 a fragmented ping between fragments", "01 01 \"a\" 09 01 \"b\" 80 00", Refused },
        { "5.5 half a ping", "89 02 01", "waits" },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void ControlFramesAreShortAndWhole(string label, string vector, string expected)
    {
        expected = expected.Replace("125", Reception.Show(Messages.Vectors.Parse("2a*125")), StringComparison.Ordinal);
        Reception.Check(label, Messages.Vectors.Parse(vector), Role.Client, Messages.Vectors.Lines(expected));
    }

    [Fact]
    public void AControlFrameThatBreaksTheRulesIsRefusedBeforeItsPayload()
    {
        using var fragmented = new Reception(Role.Server);
        Assert.False(fragmented.Receive([0x09]));
        using var longer = new Reception(Role.Server);
        Assert.False(longer.Receive([0x89, 0xFE]));
    }
}
