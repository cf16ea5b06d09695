namespace Sockeye.Connections.Tests;

/// <summary>Bounded waits: what should happen soon, or the test fails instead of hanging.</summary>
internal static class Within
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Soon, TestContext.Current.CancellationToken);

    public static Task InTime(this Task task) => task.WaitAsync(Soon, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().InTime();

    public static Task InTime(this ValueTask task) => task.AsTask().InTime();

    /// <summary>Waits for a state that only other threads can bring about and nothing signals.</summary>
    public static async Task Becomes(Func<bool> condition, string what)
    {
        var since = Environment.TickCount64;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 - since < Soon.TotalMilliseconds, $"not in time: {what}");
            await Task.Yield();
        }
    }
}
