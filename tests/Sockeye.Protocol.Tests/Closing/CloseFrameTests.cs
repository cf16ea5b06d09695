using System.Globalization;
using System.Text;
using Sockeye.Protocol.Tests.Messages;

namespace Sockeye.Protocol.Tests.Closing;

/// <summary>RFC 6455 sections 5.5.1 and 7.4: the body of a close frame.</summary>
public class CloseFrameTests
{
    private const string Refused = "failed 1002 RFC 6455 section 5.5.1";
    private const string NotUtf8 = "failed 1007 RFC 6455 section 5.5.1";

    public static TheoryData<string, string, string> Vectors { get; } = new()
    {
        { "no body", "88 00", "close 1005 " },
        { "half a code", "88 01 03", Refused },
        { "a code", "88 02 03 e8", "close 1000 " },
        { "a code and a reason", "88 05 03 e9 \"bye\"", "close 1001 bye" },
        { "a reason beyond ASCII", "88 07 0f a1 \"ä€\"", "close 4001 ä€" },
        { "the longest reason", "88 7d 03 e8 61*123", "close 1000 " + new string('a', 123) },
        { "the longest reason, of long characters", "88 7d 03 e8 \"€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€\"", "close 1000 " + new string('€', 41) },
        { "a reason with a byte that begins nothing", "88 03 03 e8 ff", NotUtf8 },
        { "a reason with a surrogate", "88 05 03 e8 ed a0 80", NotUtf8 },
        { "a reason that breaks off in a character", "88 04 03 e8 e2 82", NotUtf8 },
        { "a reason with a null character", "88 03 03 e8 00", "close 1000 \0" },
        { "frames after it are ignored", "88 02 03 e8 81 01 \"a\" 89 00 88 02 03 e9", "close 1000 " },
        { "rubbish after it is ignored", "88 02 03 e8 ff ff ff ff", "close 1000 " },
        { "a message before it is not", "81 01 \"a\" 88 00", "text a | close 1005 " },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void TheBodyIsReadAndChecked(string label, string vector, string expected) =>
        Reception.Check(label, Messages.Vectors.Parse(vector), Role.Client, Messages.Vectors.Lines(expected));

    [Fact]
    public void EveryCodeIsTakenOrRefusedAsTheTableSays()
    {
        for (var code = 0; code <= 0xFFFF; code++)
        {
            byte[] frame = [0x88, 0x02, (byte)(code >> 8), (byte)code];
            var expected = MayBeOnTheWire(code)
                ? string.Create(CultureInfo.InvariantCulture, $"close {code} ")
                : "failed 1002 RFC 6455 section 7.4";
            Assert.Equal([expected], Reception.Of([frame], Role.Client));
            Assert.Equal(MayBeOnTheWire(code), CloseFrame.IsSendable((CloseCode)code));
        }
    }

    [Fact]
    public void WhatNeverGoesOnTheWireIsRefusedFromTheCallerToo()
    {
        for (var code = 0; code <= 0xFFFF; code++)
        {
            var validate = () => CloseFrame.Validate((CloseCode)code, "");
            if (MayBeOnTheWire(code) || code == 1005)
                validate();
            else
                Assert.Throws<ArgumentOutOfRangeException>(validate);
        }
        Assert.Throws<ArgumentException>(() => CloseFrame.Validate(CloseCode.NoStatusReceived, "why"));
    }

    [Theory]
    [InlineData('a', 123, true), InlineData('a', 124, false), InlineData('ä', 61, true), InlineData('ä', 62, false)]
    [InlineData('€', 41, true), InlineData('€', 42, false)]
    public void AReasonHasAtMost123Bytes(char character, int count, bool fits)
    {
        var reason = new string(character, count);
        if (fits)
            CloseFrame.Validate(CloseCode.NormalClosure, reason);
        else
            Assert.Throws<ArgumentException>(() => CloseFrame.Validate(CloseCode.NormalClosure, reason));
        var fitted = CloseFrame.Fit(reason);
        Assert.Equal(fits, fitted == reason);
        CloseFrame.Validate(CloseCode.NormalClosure, fitted);
    }

    [Theory]
    [InlineData("a"), InlineData("ä"), InlineData("€"), InlineData("😀")]
    public void AFittedReasonEndsAtACharacter(string character)
    {
        for (var prefix = 0; prefix < 4; prefix++)
        {
            var reason = new string('x', prefix) + string.Concat(Enumerable.Repeat(character, 200));
            var fitted = CloseFrame.Fit(reason);
            Assert.StartsWith(fitted, reason, StringComparison.Ordinal);
            var size = Encoding.UTF8.GetByteCount(fitted);
            Assert.InRange(size, CloseFrame.MaxReasonBytes - 3, CloseFrame.MaxReasonBytes);
            Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(fitted)));
        }
    }

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayload];
        Assert.Equal(0, CloseFrame.Write(payload, CloseCode.NoStatusReceived, ""));
        foreach (var reason in (string[])["", "bye", "ä€😀", new string('z', 123)])
        {
            var length = CloseFrame.Write(payload, (CloseCode)3456, reason);
            Assert.True(CloseFrame.TryRead(payload[..length], out var code, out var read, out var failure));
            Assert.Null(failure);
            Assert.Equal(((CloseCode)3456, reason), (code, read));
        }
    }

    // RFC 6455 section 7.4.1 and 7.4.2, and IANA's registry for 1012 to 1014.
    private static bool MayBeOnTheWire(int code) => code switch
    {
        1000 or 1001 or 1002 or 1003 => true,
        1004 or 1005 or 1006 or 1015 => false,
        1007 or 1008 or 1009 or 1010 or 1011 => true,
        1012 or 1013 or 1014 => true,
        >= 3000 and <= 3999 => true,
        >= 4000 and <= 4999 => true,
        _ => false,
    };
}
