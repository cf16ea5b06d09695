using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace Sockeye.Wires;

/// <summary>
/// A wire over a duplex pipe, such as the transport of a Kestrel connection: received bytes are parsed where the transport put
/// them, and sent frames are written where it takes them from. Holds no buffer of its own.
/// </summary>
/// <param name="pipe">The pipe; completed by the wire when it ends.</param>
/// <param name="abort">Drops the connection below the pipe, or null when completing the pipe is enough.</param>
internal sealed class PipeWire(IDuplexPipe pipe, Action? abort = null) : Wire
{
    private readonly PipeReader _input = pipe.Input;
    private readonly PipeWriter _output = pipe.Output;
    private readonly ResumeSignal _resume = new();
    private Task _pump = Task.CompletedTask;
    private volatile bool _aborted;
    // Complete when nobody reads any more what was delivered and must stay.
    private volatile TaskCompletionSource? _retained;

    public override Task Completion => _pump;

    public override void Start(IWireReceiver receiver) => _pump = PumpAsync(receiver);

    public override void Resume() => _resume.Set();

    public override void Retain() => _retained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Release()
    {
        _retained?.TrySetResult();
        _retained = null;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _output.GetSpan(sizeHint);

    public override void Advance(int count) => _output.Advance(count);

    public override ValueTask<bool> FlushAsync()
    {
        try
        {
            var flush = _output.FlushAsync();
            return flush.IsCompletedSuccessfully ? new(IsAlive(flush.Result)) : AwaitFlushAsync(flush);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new(false);
        }
    }

    public override async ValueTask CloseAsync()
    {
        _aborted = true;
        // Completing does not let go who waits for a peer that does not read.
        _output.CancelPendingFlush();
        try
        {
            await _output.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The transport is gone already, which is what was asked for.
        }
        _input.CancelPendingRead();
    }

    public override void Abort()
    {
        _aborted = true;
        abort?.Invoke();
        // Whoever waits for a peer that does not read is let go.
        _output.CancelPendingFlush();
        _input.CancelPendingRead();
    }

    private bool IsAlive(FlushResult result) => !result.IsCompleted && !_aborted;

    private async ValueTask<bool> AwaitFlushAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            return IsAlive(await flush.ConfigureAwait(false));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    private async Task PumpAsync(IWireReceiver receiver)
    {
        Exception? error = null;
        try
        {
            // Bytes at the start that were delivered and must stay.
            var kept = 0L;
            while (true)
            {
                var result = await _input.ReadAsync().ConfigureAwait(false);
                foreach (var segment in kept == 0 ? result.Buffer : result.Buffer.Slice(kept))
                {
                    var window = MemoryMarshal.AsMemory(segment);
                    while (!receiver.Deliver(window, out var consumed))
                    {
                        await _resume.WaitAsync().ConfigureAwait(false);
                        window = window[consumed..];
                    }
                }
                kept = _retained is null ? 0 : result.Buffer.Length;
                _input.AdvanceTo(kept == 0 ? result.Buffer.End : result.Buffer.Start, result.Buffer.End);
                if (result.IsCompleted || _aborted)
                    break;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            error = e;
        }
        await EndAsync(receiver, error).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(IWireReceiver receiver, Exception? error)
    {
        if (_retained is { } retained)
        {
            receiver.Ended(error);
            await retained.Task.ConfigureAwait(false);
            await CompleteInputAsync().ConfigureAwait(false);
            return;
        }
        await CompleteInputAsync().ConfigureAwait(false);
        receiver.Ended(error);
    }

    private async ValueTask CompleteInputAsync()
    {
        try
        {
            await _input.CompleteAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // The owner of the pipe completed it first.
        }
    }
}
