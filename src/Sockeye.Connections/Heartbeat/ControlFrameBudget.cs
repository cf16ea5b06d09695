namespace Sockeye.Heartbeat;

/// <summary>Counts control frames a second, so that a flood of pings ends in a close and not in work.</summary>
internal struct ControlFrameBudget
{
    private long _second;
    private int _count;

    /// <summary>Counts one; false when it is over the limit of its second.</summary>
    public bool Take(TimeSpan now, int limit)
    {
        var second = (long)now.TotalSeconds;
        if (second != _second)
        {
            _second = second;
            _count = 0;
        }
        return ++_count <= limit;
    }
}
