using System.Numerics;
using Sockeye.Sending;

namespace Sockeye.Connections.Tests.Conformance;

/// <summary>RFC 6455 sections 5.3 and 10.3: masking keys are fresh and say nothing of each other.</summary>
public class MaskingKeyTests
{
    private const int Count = 20_000;

    [Fact]
    public void Keys_do_not_come_again()
    {
        // Of 20,000 random 32-bit numbers five in a hundred sequences have a pair that is equal; a sequence that repeats has thousands.
        Assert.InRange(Enumerable.Range(0, Count).Select(_ => MaskingKeys.Next()).Distinct().Count(), Count - 5, Count);
    }

    [Fact]
    public void Every_bit_of_a_key_and_of_its_difference_from_the_last_is_as_often_one_as_zero()
    {
        var ones = new int[32];
        var changes = new int[32];
        var last = MaskingKeys.Next();
        for (var i = 0; i < Count; i++)
        {
            var key = MaskingKeys.Next();
            Tally(ones, key);
            Tally(changes, key ^ last);
            last = key;
        }

        // Half of them, give or take seven standard deviations.
        Assert.All(ones.Concat(changes), count => Assert.InRange(count, 9_500, 10_500));
    }

    private static void Tally(int[] counts, uint bits)
    {
        for (; bits != 0; bits &= bits - 1)
            counts[BitOperations.TrailingZeroCount(bits)]++;
    }
}
