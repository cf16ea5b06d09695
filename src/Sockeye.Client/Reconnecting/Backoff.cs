namespace Sockeye;

/// <summary>
/// Exponential backoff with full jitter: a wait drawn evenly from nothing to a ceiling that doubles with each retry up to a cap.
/// The draw from the very first retry on is what keeps thousands of clients of one restarted server from coming back at once.
/// </summary>
internal static class Backoff
{
    /// <summary>
    /// The longest wait before retry number <paramref name="retry"/>, counted from 0: min(cap, first * 2^retry).
    /// </summary>
    public static TimeSpan Ceiling(TimeSpan first, TimeSpan cap, int retry)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retry);
        // In floating point: 2^retry overflows a long at 63, and infinity is capped like any other number.
        var ticks = first.Ticks * Math.Pow(2, retry);
        return ticks < cap.Ticks ? TimeSpan.FromTicks((long)ticks) : cap;
    }

    /// <summary>The wait for a draw from 0 (included) to 1 (excluded).</summary>
    public static TimeSpan Delay(TimeSpan first, TimeSpan cap, int retry, double draw) => Ceiling(first, cap, retry) * draw;
}
