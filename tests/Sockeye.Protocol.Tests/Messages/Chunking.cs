namespace Sockeye.Protocol.Tests.Messages;

/// <summary>The ways in which a network may cut what a peer sends. Every vector is run in all of them.</summary>
internal static class Chunking
{
    private const int RandomRuns = 8;

    /// <summary>Whole, one byte at a time, and cut at random places, some of the pieces empty.</summary>
    public static IEnumerable<(string Name, byte[][] Chunks)> Of(byte[] bytes)
    {
        yield return ("whole", [bytes]);
        yield return ("byte by byte", [.. bytes.Select(b => new[] { b })]);
        for (var seed = 0; seed < RandomRuns; seed++)
            yield return ($"random {seed}", AtRandom(bytes, new Random(seed)));
    }

    public static byte[][] AtRandom(byte[] bytes, Random random)
    {
        var chunks = new List<byte[]>();
        var longest = 1 + random.Next(1 + Math.Min(bytes.Length, 20_000));
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(longest + 1), bytes.Length - at);
            chunks.Add(bytes[at..(at + length)]);
            at += length;
        }
        return [.. chunks];
    }
}
