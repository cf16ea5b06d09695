using System.Buffers.Binary;
using Sockeye.Protocol;
using Sockeye.Sending;

namespace Sockeye.Heartbeat;

/// <summary>
/// Pings that have not been answered (RFC 6455 sections 5.5.2 and 5.5.3). Each carries a number of its own; a pong answers the ping
/// it echoes and all before it, and one that echoes none is ignored.
/// </summary>
internal sealed class Pings(WebSocketConnection connection, Outbound outbound, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<Pending> _pending = new();
    private ulong _number;
    private bool _ended;
    private long _roundTrip = -1;

    /// <summary>The last round trip, null before the first.</summary>
    public TimeSpan? RoundTripTime => Volatile.Read(ref _roundTrip) is >= 0 and var ticks ? new TimeSpan(ticks) : null;

    /// <summary>When the oldest unanswered ping was sent, in the clock's time stamps; null when all are answered.</summary>
    public long? OldestSent
    {
        get
        {
            lock (_gate)
                return _pending.TryPeek(out var oldest) ? oldest.Sent : null;
        }
    }

    /// <summary>Sends a ping; the task gives its round-trip time.</summary>
    public Task<TimeSpan> SendAsync()
    {
        var answer = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(answer);
        return answer.Task;
    }

    /// <summary>Sends a ping that nobody waits for.</summary>
    public void Send() => Send(null);

    /// <summary>A pong has come.</summary>
    public void Answered(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != sizeof(ulong))
            return;
        var number = BinaryPrimitives.ReadUInt64BigEndian(payload);
        lock (_gate)
        {
            if (number > _number)
                return;
            while (_pending.TryPeek(out var oldest) && oldest.Number <= number)
            {
                var elapsed = time.GetElapsedTime(oldest.Sent);
                if (oldest.Number == number)
                {
                    Volatile.Write(ref _roundTrip, elapsed.Ticks);
                    ConnectionMetrics.RoundTrip(elapsed);
                }
                oldest.Answer?.TrySetResult(elapsed);
                _pending.Dequeue();
            }
        }
    }

    /// <summary>No pong will come any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            while (_pending.TryDequeue(out var ping))
                ping.Answer?.TrySetException(connection.CreateClosedException());
        }
    }

    private void Send(TaskCompletionSource<TimeSpan>? answer)
    {
        Span<byte> payload = stackalloc byte[sizeof(ulong)];
        lock (_gate)
        {
            if (_ended)
            {
                answer?.SetException(connection.CreateClosedException());
                return;
            }
            _pending.Enqueue(new Pending(++_number, time.GetTimestamp(), answer));
            BinaryPrimitives.WriteUInt64BigEndian(payload, _number);
        }
        outbound.SendControl(Opcode.Ping, payload);
    }

    private readonly record struct Pending(ulong Number, long Sent, TaskCompletionSource<TimeSpan>? Answer);
}
