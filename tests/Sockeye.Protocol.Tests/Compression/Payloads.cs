using FsCheck;
using FsCheck.Fluent;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>Messages of the kinds that matter to a compressor: noise, runs, and text that repeats itself near and far.</summary>
internal static class Payloads
{
    public static Gen<byte[]> Noise { get; } = Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();

    public static Gen<byte[]> Runs { get; } =
        Gen.Choose(0, 2).SelectMany(value => Gen.Choose(1, 700).Select(length => Enumerable.Repeat((byte)value, length)))
            .ArrayOf().Select(runs => runs.SelectMany(run => run).ToArray());

    public static Gen<byte[]> Text { get; } =
        Gen.Choose(0, 30_000).SelectMany(length => Gen.Choose(1, int.MaxValue).Select(seed => Words(seed, length)));

    public static Gen<byte[]> Any { get; } = Gen.OneOf(Noise, Runs, Text, Gen.Constant(Array.Empty<byte>()));

    /// <summary>Words of a small vocabulary, so that matches are found at every distance.</summary>
    public static byte[] Words(int seed, int length)
    {
        var random = new Random(seed);
        var vocabulary = Enumerable.Range(0, 400).Select(_ => Bytes(random, random.Next(2, 12))).ToArray();
        var text = new List<byte>(length + 12);
        while (text.Count < length)
        {
            text.AddRange(vocabulary[(int)(vocabulary.Length * Math.Pow(random.NextDouble(), 3))]);
            text.Add((byte)' ');
        }

        return [.. text[..length]];
    }

    public static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
