namespace Sockeye.Connections.Tests;

/// <summary>Collects messages, and says when enough have come.</summary>
internal sealed class Received
{
    private readonly Lock _gate = new();
    private readonly List<string> _texts = [];
    private readonly List<(int Count, TaskCompletionSource Signal)> _waiting = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _texts.Count;
        }
    }

    public void Add(WebSocketMessage message) => Add(message.Text);

    public void Add(string text)
    {
        lock (_gate)
        {
            _texts.Add(text);
            foreach (var (_, signal) in _waiting.Where(waiting => waiting.Count <= _texts.Count))
                signal.TrySetResult();
        }
    }

    /// <summary>All there is, once it is so many.</summary>
    public async Task<List<string>> WhenAsync(int count)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((count, signal));
            if (_texts.Count >= count)
                signal.SetResult();
        }
        await signal.Task.InTime();
        lock (_gate)
            return [.. _texts];
    }
}
