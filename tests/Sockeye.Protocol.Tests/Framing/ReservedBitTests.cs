using Sockeye.Protocol.Tests.Messages;

namespace Sockeye.Protocol.Tests.Framing;

/// <summary>RFC 6455 section 5.2: reserved bits and opcodes fail the connection; RFC 7692 section 6 gives the first bit a meaning.</summary>
public class ReservedBitTests
{
    private const string Refused = "failed 1002 RFC 6455 section 5.2";
    private static readonly PerMessageDeflateParameters Deflate = new(true, true, 15, 15);

    [Fact]
    public void EveryFirstByteIsTakenOrRefusedAsTheSectionSays()
    {
        foreach (var compression in (bool[])[false, true])
        {
            for (var first = 0; first <= 0xFF; first++)
            {
                byte[] bytes = [(byte)first, 0];
                Reception.Check($"first byte {first:x2}, compression {compression}", bytes, Role.Client,
                    [Expected(first, compression)], compression: compression ? Deflate : null);
            }
        }
    }

    [Theory]
    [InlineData("RSV1 without an extension", "c1 00")]
    [InlineData("RSV2", "a1 00")]
    [InlineData("RSV3", "91 00")]
    [InlineData("all three", "f1 00")]
    [InlineData("RSV2 on a ping", "a9 00")]
    [InlineData("RSV3 on a close frame", "98 00")]
    [InlineData("RSV1 on a pong", "ca 00")]
    [InlineData("opcode 3", "83 00")]
    [InlineData("opcode 7", "87 00")]
    [InlineData("opcode b", "8b 00")]
    [InlineData("opcode f", "8f 00")]
    [InlineData("opcode 3 after a good message", "82 01 00 83 00")]
    [InlineData("RSV2 on a continuation", "02 01 00 a0 00")]
    public void WhatIsReservedFailsTheConnection(string label, string vector)
    {
        var bytes = Messages.Vectors.Parse(vector);
        foreach (var (name, chunks) in Chunking.Of(bytes))
            Assert.True(Reception.Of(chunks, Role.Client)[^1] == Refused, $"{label}, {name}");
    }

    [Fact]
    public void AReservedBitIsRefusedAtTheFirstByte()
    {
        using var reception = new Reception(Role.Server);
        Assert.False(reception.Receive([0xF2]));
        Assert.Equal([Refused], reception.Lines);
    }

    // Written apart from the code: what a lone frame with this first byte and no payload means.
    private static string Expected(int first, bool compression)
    {
        var (fin, rsv1, rsv23, opcode) = ((first & 0x80) != 0, (first & 0x40) != 0, (first & 0x30) != 0, first & 0x0F);
        if (rsv23 || opcode is >= 3 and <= 7 or >= 11)
            return Refused;
        if (rsv1 && !compression)
            return Refused;
        if (rsv1 && opcode is not 1 and not 2)
            return "failed 1002 RFC 7692 section 6.1";
        return (opcode, fin) switch
        {
            (0, _) => "failed 1002 RFC 6455 section 5.4",
            (1 or 2, false) => "waits",
            (1, true) => "text ",
            (2, true) => "binary ",
            (_, false) => "failed 1002 RFC 6455 section 5.5",
            (8, true) => "close 1005 ",
            (9, true) => "ping ",
            _ => "pong ",
        };
    }
}
