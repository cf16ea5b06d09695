using System.Diagnostics.Metrics;

namespace Sockeye.Interop.Abuse;

/// <summary>Adds up what Sockeye's meters count in this process; meant for tests that run alone.</summary>
internal sealed class Counters : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _sums = [];
    private readonly MeterListener _listener = new();

    public Counters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Sockeye", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.Start();
    }

    /// <summary>The sum of an instrument, or of those of its measurements that have a tag's value.</summary>
    public long Of(string instrument, string? tag = null)
    {
        lock (_gate)
            return _sums.GetValueOrDefault(tag is null ? instrument : $"{instrument} {tag}");
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        lock (_gate)
        {
            Add(instrument.Name, value);
            foreach (var tag in tags)
                Add($"{instrument.Name} {tag.Key}={tag.Value}", value);
        }
    }

    private void Add(string key, long value) => _sums[key] = _sums.GetValueOrDefault(key) + value;
}
