using System.Diagnostics.Metrics;

namespace Sockeye;

/// <summary>
/// What connections count, under the meter <c>Sockeye.Connections</c>. Costs nothing measurable while nobody listens.
/// </summary>
internal static class ConnectionMetrics
{
    /// <summary>The meter's name, for <c>AddMeter</c>.</summary>
    public const string MeterName = "Sockeye.Connections";

    private static readonly Meter Meter = new(MeterName);

    private static readonly UpDownCounter<long> Active =
        Meter.CreateUpDownCounter<long>("sockeye.connections.active", "{connection}", "Connections that are open or closing.");

    private static readonly Counter<long> ClosedConnections =
        Meter.CreateCounter<long>("sockeye.connections.closed", "{connection}", "Connections that ended, by code and by who closed.");

    private static readonly Counter<long> Received =
        Meter.CreateCounter<long>("sockeye.messages.received", "{message}", "Messages received whole.");

    private static readonly Counter<long> ReceivedBytes =
        Meter.CreateCounter<long>("sockeye.messages.received.bytes", "By", "Their payload after decompression.");

    private static readonly Counter<long> Sent =
        Meter.CreateCounter<long>("sockeye.messages.sent", "{message}", "Messages written to the transport.");

    private static readonly Counter<long> SentBytes =
        Meter.CreateCounter<long>("sockeye.messages.sent.bytes", "By", "Their payload before compression; of streamed messages after it.");

    private static readonly Counter<long> DroppedMessages =
        Meter.CreateCounter<long>("sockeye.messages.dropped", "{message}", "Messages not sent, by reason: oldest, newest, closed.");

    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("sockeye.protocol.failures", "{failure}", "Connections failed for what the peer did, by code and clause.");

    private static readonly Histogram<double> RoundTrips =
        Meter.CreateHistogram<double>("sockeye.ping.duration", "s", "Round-trip times of pings.");

    public static void Opened() => Active.Add(1);

    public static void Closed(WebSocketClosure closure)
    {
        Active.Add(-1);
        if (ClosedConnections.Enabled)
            ClosedConnections.Add(1, new("code", (int)closure.Code), new("closed_by", closure.ClosedBy.ToString()));
    }

    public static void PartReceived(int size, bool isEnd)
    {
        if (isEnd)
            Received.Add(1);
        ReceivedBytes.Add(size);
    }

    public static void MessageSent(int size) => FragmentSent(size, fin: true);

    public static void FragmentSent(int size, bool fin)
    {
        if (fin)
            Sent.Add(1);
        SentBytes.Add(size);
    }

    public static void Dropped(int count, string reason) => DroppedMessages.Add(count, new KeyValuePair<string, object?>("reason", reason));

    public static void Failed(Protocol.ProtocolFailure failure) =>
        Failures.Add(1, new("code", (int)failure.Code), new("clause", failure.Clause));

    public static void RoundTrip(TimeSpan time) => RoundTrips.Record(time.TotalSeconds);
}
