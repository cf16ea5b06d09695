namespace Sockeye.Cli.Serve.Chat;

/// <summary>How often one connection may speak: a bucket of tokens that fills at a steady rate. Not for concurrent use.</summary>
internal sealed class MessageRate(TimeProvider time)
{
    private const double PerSecond = 5;
    private const double Burst = 10;

    private double _tokens = Burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Whether one more message may come now; if so, it is counted.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * PerSecond));
        _filledAt = now;
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }
}
