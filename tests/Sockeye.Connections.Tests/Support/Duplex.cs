using System.Buffers;
using System.IO.Pipelines;

namespace Sockeye.Connections.Tests;

/// <summary>Two ends of an in-memory transport with the back-pressure of a socket.</summary>
internal sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;

    /// <summary>Two ends joined crosswise.</summary>
    /// <param name="pauseThreshold">Unread bytes at which a writer has to wait.</param>
    /// <param name="inline">Whether a reader goes on inside the write that it waited for, on the writer's thread.</param>
    public static (Duplex Left, Duplex Right) Pair(int pauseThreshold = 64 * 1024, bool inline = false)
    {
        var scheduler = inline ? PipeScheduler.Inline : PipeScheduler.ThreadPool;
        var options = new PipeOptions(PoisoningPool.Instance, pauseWriterThreshold: pauseThreshold, resumeWriterThreshold: pauseThreshold / 2,
            readerScheduler: scheduler, writerScheduler: scheduler, useSynchronizationContext: false);
        var there = new Pipe(options);
        var back = new Pipe(options);
        return (new Duplex(back.Reader, there.Writer), new Duplex(there.Reader, back.Writer));
    }
}

/// <summary>A duplex pipe as a stream.</summary>
internal sealed class DuplexPipeStream(IDuplexPipe pipe) : Stream
{
    private readonly Stream _input = pipe.Input.AsStream();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _input.ReadAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await pipe.Output.WriteAsync(buffer, cancellationToken);
        if (result.IsCompleted || result.IsCanceled)
            throw new IOException("The peer is gone.");
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // As with a socket, disposal ends what waits.
            pipe.Output.CancelPendingFlush();
            pipe.Output.Complete();
            pipe.Input.CancelPendingRead();
            pipe.Input.Complete();
        }
        base.Dispose(disposing);
    }
}

/// <summary>Spoils memory that is given back, so that whoever still reads it is found out.</summary>
internal sealed class PoisoningPool : MemoryPool<byte>
{
    public static PoisoningPool Instance { get; } = new();

    public override int MaxBufferSize => int.MaxValue;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Block(Math.Max(minBufferSize, 4096));

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Block(int size) : IMemoryOwner<byte>
    {
        private readonly byte[] _bytes = new byte[size];

        public Memory<byte> Memory => _bytes;

        public void Dispose() => _bytes.AsSpan().Fill(0xDD);
    }
}
