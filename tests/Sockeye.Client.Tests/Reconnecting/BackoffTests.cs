namespace Sockeye.Client.Tests.Reconnecting;

/// <summary>The waits between attempts: exponential, capped, drawn from nothing to the ceiling.</summary>
public class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(62, 30)]
    [InlineData(63, 30)]
    [InlineData(64, 30)]
    [InlineData(2000, 30)]
    [InlineData(int.MaxValue, 30)]
    public void The_ceiling_doubles_up_to_the_cap(int retry, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Ceiling(First, Cap, retry));

    [Theory]
    [InlineData(0, 0.0, 0)]
    [InlineData(0, 0.5, 0.25)]
    [InlineData(3, 0.25, 1)]
    [InlineData(100, 0.9, 27)]
    public void The_wait_is_the_drawn_part_of_the_ceiling(int retry, double draw, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(First, Cap, retry, draw));

    [Fact]
    public void A_cap_as_large_as_times_get_is_kept() =>
        Assert.Equal(TimeSpan.MaxValue, Backoff.Ceiling(First, TimeSpan.MaxValue, 1000));

    [Fact]
    public void Retries_are_counted_from_zero() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Backoff.Ceiling(First, Cap, -1));
}
