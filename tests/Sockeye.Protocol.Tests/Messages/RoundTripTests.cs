using System.Buffers;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sockeye.Protocol.Tests.Compression;

namespace Sockeye.Protocol.Tests.Messages;

/// <summary>What one end writes is what the other reads, however it is fragmented, compressed, masked and cut.</summary>
public class RoundTripTests
{
    private static readonly Gen<Step> Steps =
        from type in Gen.Elements("text", "binary", "ping", "pong")
        from seed in Gen.Choose(0, int.MaxValue)
        from size in Gen.Frequency((6, Gen.Choose(0, 130)), (2, Gen.Choose(0, 5000)), (1, Gen.Choose(65_000, 70_000)))
        from fragments in Gen.Frequency((3, Gen.Constant(1)), (2, Gen.Choose(2, 6)))
        from compressed in Gen.Elements(false, true)
        select new Step(type, seed, size, fragments, compressed);

    private static readonly Gen<Conversation> Conversations =
        from role in Gen.Elements(Role.Server, Role.Client)
        from takeover in Gen.Elements(false, true)
        from bits in Gen.Choose(9, 15)
        from chunkSeed in Gen.Choose(0, int.MaxValue)
        from steps in Gen.ListOf(Steps)
        select new Conversation(role, takeover, bits, chunkSeed, [.. steps]);

    [Fact]
    public void RandomConversationsArriveAsTheyWereSent() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Conversations.ToArbitrary(), Arrives));

    private static bool Arrives(Conversation conversation)
    {
        var agreed = Codec.Agreed(conversation.Bits, conversation.Takeover);
        var sender = conversation.Receiver == Role.Server ? Role.Client : Role.Server;
        using var compressor = Codec.Compressor(conversation.Bits, conversation.Takeover, role: sender);
        var output = new ArrayBufferWriter<byte>();
        var expected = new List<string>();
        foreach (var step in conversation.Steps)
            Write(output, expected, step, sender, compressor);
        var bytes = output.WrittenSpan.ToArray();
        var chunks = Chunking.AtRandom(bytes, new Random(conversation.ChunkSeed));
        var lines = Reception.Of(chunks, conversation.Receiver, compression: agreed);
        Assert.Equal(expected, lines);
        return true;
    }

    private static void Write(ArrayBufferWriter<byte> output, List<string> expected, Step step, Role sender, MessageCompressor compressor)
    {
        var random = new Random(step.Seed);
        uint? Key() => sender == Role.Client ? (uint)random.NextInt64(1L << 32) : null;
        var payload = Payload(step, random);
        if (step.IsControl)
        {
            var opcode = step.Type == "ping" ? Opcode.Ping : Opcode.Pong;
            FrameWriter.Write(output, opcode, fin: true, rsv1: false, payload, Key());
            expected.Add($"{step.Type} {Reception.Show(payload)}");
            return;
        }
        var text = step.Type == "text" && payload.Length <= 40 ? Encoding.UTF8.GetString(payload) : Reception.Show(payload);
        var wire = step.Compressed ? compressor.Compress(payload) : payload;
        var cuts = Enumerable.Range(0, step.Fragments - 1).Select(_ => random.Next(wire.Length + 1)).Append(0).Append(wire.Length).Order().ToArray();
        for (var i = 0; i < step.Fragments; i++)
        {
            var opcode = i > 0 ? Opcode.Continuation : step.Type == "text" ? Opcode.Text : Opcode.Binary;
            FrameWriter.Write(output, opcode, fin: i == step.Fragments - 1, step.Compressed && i == 0, wire.AsSpan(cuts[i]..cuts[i + 1]), Key());
            if (i < step.Fragments - 1 && random.Next(3) == 0)
            {
                var ping = BitConverter.GetBytes(random.Next());
                FrameWriter.Write(output, Opcode.Ping, fin: true, rsv1: false, ping, Key());
                expected.Add($"ping {Reception.Show(ping)}");
            }
        }
        expected.Add($"{step.Type} {text}");
    }

    private static byte[] Payload(Step step, Random random)
    {
        if (step.Type == "text")
        {
            string[] words = ["a", "wort", "ä", "€", "😀", "\n", step.Seed.ToString(CultureInfo.InvariantCulture)];
            return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, step.Size / 3).Select(_ => words[random.Next(words.Length)])));
        }
        var bytes = new byte[step.IsControl ? step.Size % 126 : step.Size];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed record Step(string Type, int Seed, int Size, int Fragments, bool Compressed)
    {
        public bool IsControl => Type is "ping" or "pong";
    }

    private sealed record Conversation(Role Receiver, bool Takeover, int Bits, int ChunkSeed, IReadOnlyList<Step> Steps);
}
