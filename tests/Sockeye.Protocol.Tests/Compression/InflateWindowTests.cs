using FsCheck;
using FsCheck.Fluent;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>The ring holds the last bytes of what was appended, in order, and is no larger than it must be.</summary>
public class InflateWindowTests
{
    private static readonly Gen<int[]> Lengths = Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 700)).ArrayOf();

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(11)]
    public void HoldsTheLastBytes(int windowBits) =>
        Prop.ForAll(Lengths.ToArbitrary(), lengths =>
        {
            var window = new InflateWindow(windowBits);
            var all = new List<byte>();
            foreach (var length in lengths)
            {
                var bytes = Payloads.Bytes(Random.Shared, length);
                window.Append(bytes);
                all.AddRange(bytes);
                byte[] held = [.. window.Older, .. window.Newer];
                if (!held.AsSpan().SequenceEqual(all.TakeLast(1 << windowBits).ToArray()))
                    return false;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    [Fact]
    public void IsEmptyAgainOnceCleared()
    {
        var window = new InflateWindow(8);
        window.Append(new byte[300]);
        window.Append(new byte[30]);
        window.Clear();
        Assert.True(window.Older.IsEmpty && window.Newer.IsEmpty);
        window.Append([1, 2, 3]);
        Assert.Equal([1, 2, 3], [.. window.Older, .. window.Newer]);
    }
}
