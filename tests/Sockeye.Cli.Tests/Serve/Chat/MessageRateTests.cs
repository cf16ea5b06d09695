using Sockeye.Cli.Serve.Chat;

namespace Sockeye.Cli.Tests.Serve.Chat;

public class MessageRateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_burst_of_ten_is_taken_and_the_eleventh_is_not()
    {
        var rate = new MessageRate(_time);
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(rate.TryTake()));
        Assert.False(rate.TryTake());
    }

    [Fact]
    public void Five_a_second_come_back()
    {
        var rate = new MessageRate(_time);
        while (rate.TryTake())
        {
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(0, 5), _ => Assert.True(rate.TryTake()));
        Assert.False(rate.TryTake());
    }

    [Fact]
    public void An_hour_of_silence_is_worth_no_more_than_a_burst()
    {
        var rate = new MessageRate(_time);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => rate.TryTake()));
    }
}
