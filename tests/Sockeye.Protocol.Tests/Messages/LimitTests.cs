namespace Sockeye.Protocol.Tests.Messages;

/// <summary>RFC 6455 section 10.4: limits on what one message may be.</summary>
public class LimitTests
{
    private const string TooBig = "failed 1009 RFC 6455 section 10.4";
    private const string TooMany = "failed 1008 RFC 6455 section 10.4";

    public static TheoryData<string, string, string> Vectors { get; } = new()
    {
        { "a message of the limit", "82 0a 07*10", "binary 07 07 07 07 07 07 07 07 07 07" },
        { "a message above the limit", "82 0b 07*11", TooBig },
        { "refused by its header", "82 0b", TooBig },
        { "fragments that reach the limit", "02 05 07*5 80 05 07*5", "binary 07 07 07 07 07 07 07 07 07 07" },
        { "fragments that pass the limit", "02 05 07*5 80 06", TooBig },
        { "the limit is a message's own", "82 0a 07*10 82 01 08", "binary 07 07 07 07 07 07 07 07 07 07 | binary 08" },
        { "control frames do not count", "02 05 07*5 89 0a 01*10 80 05 07*5", "ping 01 01 01 01 01 01 01 01 01 01 | binary 07 07 07 07 07 07 07 07 07 07" },
        { "frames that reach the limit", "02 00 00 00 00 00 80 00", "binary " },
        { "frames that pass the limit", "02 00 00 00 00 00 00 00 80 00", TooMany },
        { "the count is a message's own", "02 00 00 00 00 00 80 00 02 00 00 00 00 00 80 00", "binary  | binary " },
        { "pings are not counted", "02 00 00 00 89 00 89 00 00 00 80 00", "ping  | ping  | binary " },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void AMessageHasALimitedSizeAndNumberOfFrames(string label, string vector, string expected) => Reception.Check(
        label, Messages.Vectors.Parse(vector), Role.Client, Messages.Vectors.Lines(expected), new MessageLimits(10, 4));

    [Fact]
    public void TheFailureSaysWhichLimitInAsciiThatFitsACloseFrame()
    {
        foreach (var vector in (string[])["82 0b", "02 00 00 00 00 00 00 00 80 00"])
        {
            using var reception = new Reception(Role.Client, new MessageLimits(10, 4));
            reception.Receive(Messages.Vectors.Parse(vector));
            Assert.Matches("[0-9]", reception.Failure!.Message);
            CloseFrame.Validate(reception.Failure.Code, reception.Failure.Message);
        }
    }

    [Fact]
    public void AnAssemblersBufferGrowsWithWhatHasComeAndNotWithWhatIsClaimed()
    {
        var assembler = default(MessageAssembler);
        var part = new MessagePart(PartKind.Data, MessageType.Binary, isStart: true, isEnd: false, new byte[100]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(assembler.Append(part, expected: int.MaxValue, out var message));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
        Assert.Equal(100, message.Length);
        assembler.Release();
    }
}
