using System.Buffers;
using System.Runtime.CompilerServices;

namespace Sockeye.Wires;

/// <summary>
/// A wire over a stream: HTTP/2 (RFC 8441), an upgraded HTTP/1.1 response, or a caller's own. While idle it holds no buffer where
/// the stream knows zero-byte reads.
/// </summary>
/// <param name="stream">The stream, or null while the handshake has yet to give it; disposed by the wire when it ends.</param>
/// <param name="abort">Drops the connection below the stream, or null when disposing the stream does.</param>
#pragma warning disable CA1001 // The source has neither timer nor wait handle: there is nothing in it to dispose of.
internal sealed class StreamWire(Stream? stream, Action? abort = null) : Wire
#pragma warning restore CA1001
{
    private const int ReceiveBufferSize = 16 * 1024;

    private Stream _stream = stream ?? Stream.Null;
    private readonly ResumeSignal _resume = new();
    private Task _pump = Task.CompletedTask;
    private readonly PooledBufferWriter _output = new();
    private volatile bool _retaining;
    // Ends a read that waits: to dispose a stream need not.
    private readonly CancellationTokenSource _end = new();
    private int _ended;

    public override Task Completion => _pump;

    /// <summary>The stream has come, before <see cref="Start"/>.</summary>
    public void Attach(Stream accepted) => _stream = accepted;

    public override void Start(IWireReceiver receiver) => _pump = PumpAsync(receiver);

    public override void Resume() => _resume.Set();

    public override void Retain() => _retaining = true;

    public override void Release() => _retaining = false;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _output.GetSpan(sizeHint);

    public override void Advance(int count) => _output.Advance(count);

    public override ValueTask<bool> FlushAsync() => _output.Written.IsEmpty ? new(true) : WriteAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WriteAsync()
    {
        try
        {
            await _stream.WriteAsync(_output.Written).ConfigureAwait(false);
            await _stream.FlushAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
        finally
        {
            _output.Clear();
        }
    }

    public override async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        try
        {
            _end.Cancel();
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The transport is gone already, which is what was asked for.
        }
    }

    public override void Abort()
    {
        abort?.Invoke();
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        try
        {
            _end.Cancel();
            _stream.Dispose();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // As above.
        }
    }

    private async Task PumpAsync(IWireReceiver receiver)
    {
        Exception? error = null;
        byte[]? buffer = null;
        try
        {
            while (true)
            {
                if (buffer is null)
                {
                    await _stream.ReadAsync(Memory<byte>.Empty, _end.Token).ConfigureAwait(false);
                    buffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferSize);
                }
                var read = await _stream.ReadAsync(buffer, _end.Token).ConfigureAwait(false);
                if (read == 0)
                    break;
                var window = buffer.AsMemory(0, read);
                while (!receiver.Deliver(window, out var consumed))
                {
                    await _resume.WaitAsync().ConfigureAwait(false);
                    window = window[consumed..];
                }
                // A buffer that somebody still reads is left to the garbage collector.
                if (_retaining)
                {
                    buffer = null;
                }
                else if (read < buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = null;
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // This end is done with the stream.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            error = e;
        }
        if (buffer is not null)
            ArrayPool<byte>.Shared.Return(buffer);
        receiver.Ended(error);
    }
}
