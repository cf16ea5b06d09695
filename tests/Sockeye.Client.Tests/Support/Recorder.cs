using System.Threading.Channels;

namespace Sockeye.Client.Tests;

/// <summary>Takes events in and gives them out one by one, in order.</summary>
internal sealed class Recorder<T>
{
    private readonly Channel<T> _events = Channel.CreateUnbounded<T>();

    public void Add(T item) => _events.Writer.TryWrite(item);

    public Task<T> NextAsync() => _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTime();

    /// <summary>Takes events until one fits, and gives that.</summary>
    public async Task<T> NextAsync(Func<T, bool> fits)
    {
        while (true)
        {
            if (await NextAsync() is var item && fits(item))
                return item;
        }
    }

    public bool IsEmpty => _events.Reader.Count == 0;
}
