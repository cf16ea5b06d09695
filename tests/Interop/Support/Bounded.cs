namespace Sockeye.Interop.Support;

/// <summary>Waits that end: a test that would hang fails instead, and says what it waited for.</summary>
internal static class Bounded
{
    /// <summary>Long enough for a browser on a machine that does much else besides.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task InTime(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s in vain for {what}.");
        }
    }

    public static async Task<T> InTime<T>(this Task<T> task, string what)
    {
        await InTime((Task)task, what);
        return await task;
    }

    public static Task InTime(this ValueTask task, string what) => task.AsTask().InTime(what);

    public static Task<T> InTime<T>(this ValueTask<T> task, string what) => task.AsTask().InTime(what);
}
