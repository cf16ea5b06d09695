using System.Text;

namespace Sockeye.Protocol.Tests.Messages;

/// <summary>RFC 6455 section 8.1 with RFC 3629 section 4: text is UTF-8, and the first byte that cannot be is known for it.</summary>
public class Utf8ValidatorTests
{
    /// <summary>A label, bytes, and the index of the first impossible byte; -1 for whole valid text, -2 for text that breaks off.</summary>
    public static TheoryData<string, string, int> Sequences { get; } = new()
    {
        { "nothing", "", -1 },
        { "ASCII", "41 7f 00", -1 },
        { "two bytes: the first, the last", "c2 80 df bf", -1 },
        { "three bytes: the first", "e0 a0 80", -1 },
        { "three bytes: before the surrogates", "ed 9f bf", -1 },
        { "three bytes: after the surrogates", "ee 80 80", -1 },
        { "three bytes: the last", "ef bf bf", -1 },
        { "a byte order mark is a character", "ef bb bf", -1 },
        { "four bytes: the first", "f0 90 80 80", -1 },
        { "four bytes: the last", "f4 8f bf bf", -1 },
        { "kosme with an accent", "ce ba e1 bd b9 cf 83 ce bc ce b5", -1 },
        { "a continuation byte alone", "80", 0 },
        { "the last continuation byte alone", "bf", 0 },
        { "a continuation byte after ASCII", "41 80", 1 },
        { "a continuation byte too many", "c3 a4 a4", 2 },
        { "c0 begins nothing", "c0", 0 },
        { "c1 begins nothing", "c1 bf", 0 },
        { "f5 begins nothing", "f5 80 80 80", 0 },
        { "f8 begins nothing", "f8", 0 },
        { "fe begins nothing", "fe", 0 },
        { "ff begins nothing", "ff", 0 },
        { "an overlong slash, two bytes", "c0 af", 0 },
        { "an overlong slash, three bytes", "e0 80 af", 1 },
        { "an overlong slash, four bytes", "f0 80 80 af", 1 },
        { "the longest overlong three bytes", "e0 9f bf", 1 },
        { "the longest overlong four bytes", "f0 8f bf bf", 1 },
        { "the first surrogate", "ed a0 80", 1 },
        { "the last surrogate", "ed bf bf", 1 },
        { "a pair of surrogates", "ed a0 bd ed b8 80", 1 },
        { "above the last code point", "f4 90 80 80", 1 },
        { "two bytes cut by ASCII", "c3 41", 1 },
        { "two bytes cut by a new lead", "c3 c3", 1 },
        { "three bytes cut by ASCII", "e2 82 41", 2 },
        { "four bytes cut by ASCII", "f0 9f 98 41", 3 },
        { "Autobahn 6.3.1", "ce ba e1 bd b9 cf 83 ce bc ce b5 ed a0 80 65 64 69 74 65 64", 12 },
        { "two bytes, one there", "41 c3", -2 },
        { "three bytes, one there", "e2", -2 },
        { "three bytes, two there", "e2 82", -2 },
        { "four bytes, one there", "f0", -2 },
        { "four bytes, three there", "f0 9f 98", -2 },
    };

    [Theory, MemberData(nameof(Sequences))]
    public void TheFirstImpossibleByteIsFound(string label, string vector, int expected)
    {
        var bytes = Messages.Vectors.Parse(vector);
        Assert.True(expected == FirstImpossible(bytes, ReferenceAccepts), $"{label}: the reference disagrees");
        Assert.True(expected == FirstImpossible(bytes, Accepts), label);
    }

    [Theory, MemberData(nameof(Sequences))]
    public void AMessageFailsWithThatByteAndNotLater(string label, string vector, int expected)
    {
        var bytes = Messages.Vectors.Parse(vector);
        byte[] frame = [0x81, (byte)bytes.Length, .. bytes];
        string[] lines = expected == -1 ? [$"text {Encoding.UTF8.GetString(bytes)}"] : ["failed 1007 RFC 6455 section 8.1"];
        Reception.Check(label, frame, Role.Client, lines);
        if (expected < 0)
            return;
        // As the first of two fragments, with more announced than ever comes.
        using var reception = new Reception(Role.Client);
        Assert.True(reception.Receive([0x01, 0x7D]));
        for (var i = 0; i < expected; i++)
            Assert.True(reception.Receive([bytes[i]]), $"{label}: refused at {i}");
        Assert.False(reception.Receive([bytes[expected]]), $"{label}: not refused at {expected}");
    }

    [Fact]
    public void EveryPairOfBytesIsJudgedAsTheReferenceJudges()
    {
        for (var first = 0; first <= 0xFF; first++)
        {
            for (var second = 0; second <= 0xFF; second++)
                Agree([(byte)first, (byte)second]);
        }
    }

    [Fact]
    public void EveryEdgeOfThreeAndFourBytesIsJudgedAsTheReferenceJudges()
    {
        byte[] edges = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xF5, 0xFF];
        for (var lead = 0xE0; lead <= 0xFF; lead++)
        {
            foreach (var second in edges)
            {
                foreach (var third in edges)
                {
                    Agree([(byte)lead, second, third]);
                    foreach (var fourth in edges)
                        Agree([(byte)lead, second, third, fourth]);
                }
            }
        }
    }

    [Fact]
    public void EveryCodePointIsValidHoweverItIsCut()
    {
        Span<byte> bytes = stackalloc byte[4];
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value))
                continue;
            var length = new Rune(value).EncodeToUtf8(bytes);
            for (var cut = 0; cut <= length; cut++)
            {
                var validator = default(Utf8Validator);
                Assert.True(validator.Append(bytes[..cut]) && validator.Append(bytes[cut..length]) && validator.IsComplete);
            }
        }
    }

    [Fact]
    public void LongTextIsJudgedTheSameInAnyPieces()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => RandomRune(random))));
            if (seed % 2 == 0)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var expected = FirstImpossible(bytes, ReferenceAccepts);
            var validator = default(Utf8Validator);
            var good = Chunking.AtRandom(bytes, random).All(piece => validator.Append(piece));
            Assert.Equal(expected < 0, good);
            if (good)
                Assert.Equal(expected == -1, validator.IsComplete);
        }
    }

    private static void Agree(byte[] bytes)
    {
        var expected = FirstImpossible(bytes, ReferenceAccepts);
        if (expected != FirstImpossible(bytes, Accepts))
            Assert.Fail($"{Convert.ToHexString(bytes)}: the reference says {expected}");
    }

    private static int FirstImpossible(byte[] bytes, Func<byte[], (bool Possible, bool Complete)> judge)
    {
        for (var length = 1; length <= bytes.Length; length++)
        {
            if (!judge(bytes[..length]).Possible)
                return length - 1;
        }
        return judge(bytes).Complete ? -1 : -2;
    }

    private static (bool Possible, bool Complete) Accepts(byte[] bytes)
    {
        var whole = default(Utf8Validator);
        var possible = whole.Append(bytes);
        var bytewise = default(Utf8Validator);
        Assert.Equal(possible, bytes.All(b => bytewise.Append([b])));
        if (possible)
            Assert.Equal(whole.IsComplete, bytewise.IsComplete);
        return (possible, whole.IsComplete);
    }

    // By what the runtime's own decoder makes of it: a prefix is possible when it is valid up to a character that only lacks bytes.
    private static (bool Possible, bool Complete) ReferenceAccepts(byte[] bytes)
    {
        var rest = bytes.AsSpan();
        while (!rest.IsEmpty)
        {
            switch (Rune.DecodeFromUtf8(rest, out _, out var length))
            {
                case System.Buffers.OperationStatus.Done:
                    rest = rest[length..];
                    break;
                case System.Buffers.OperationStatus.NeedMoreData:
                    return (true, false);
                default:
                    return (false, false);
            }
        }
        return (true, true);
    }

    private static string RandomRune(Random random)
    {
        int[] limits = [0x80, 0x800, 0x10000, 0x110000];
        var value = random.Next(limits[random.Next(4)]);
        return Rune.IsValid(value) ? new Rune(value).ToString() : "x";
    }
}
