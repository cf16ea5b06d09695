using System.Buffers;

namespace Sockeye.Wires;

/// <summary>
/// What a connection stands on. Received bytes are delivered to it in place, on the wire's own thread, one delivery at a time.
/// Frames are written into the wire's memory and go out at <see cref="FlushAsync"/>; one caller at a time writes and flushes, and
/// none writes while a flush is under way.
/// </summary>
internal abstract class Wire : IBufferWriter<byte>
{
    /// <summary>Begins to deliver. Called once.</summary>
    public abstract void Start(IWireReceiver receiver);

    /// <summary>
    /// Complete when the wire has let go of what it stands on: it reads no more, and nothing it delivered is in use. Until then whoever
    /// lent it the transport must not use it for anything else. Never fails.
    /// </summary>
    public abstract Task Completion { get; }

    /// <summary>
    /// Goes on after a delivery that was not taken whole; called once for each, from any thread. May deliver before it returns.
    /// </summary>
    public abstract void Resume();

    /// <summary>
    /// What was delivered last is still read by a consumer although deliveries go on: from now on no memory is reused, even after the
    /// end, until <see cref="Release"/>. Called while a delivery waits for <see cref="Resume"/> or is under way.
    /// </summary>
    public abstract void Retain();

    /// <summary>The consumer is done with what <see cref="Retain"/> kept. From any thread.</summary>
    public abstract void Release();

    /// <inheritdoc/>
    public abstract Memory<byte> GetMemory(int sizeHint = 0);

    /// <inheritdoc/>
    public abstract Span<byte> GetSpan(int sizeHint = 0);

    /// <inheritdoc/>
    public abstract void Advance(int count);

    /// <summary>
    /// Hands what was written to the transport; complete when there is room for more. False: the transport is gone. Never throws.
    /// </summary>
    public abstract ValueTask<bool> FlushAsync();

    /// <summary>Ends the transport once what was flushed has gone out. Idempotent; never throws.</summary>
    public abstract ValueTask CloseAsync();

    /// <summary>Ends the transport now. Idempotent; from any thread.</summary>
    public abstract void Abort();
}

/// <summary>Where a wire delivers to.</summary>
internal interface IWireReceiver
{
    /// <summary>Takes received bytes in place; they may be changed (unmasked) there.</summary>
    /// <param name="window">The bytes.</param>
    /// <param name="consumed">How many are done with.</param>
    /// <returns>
    /// True when all are consumed and more may come. False: the rest must stay where it is, unchanged, and comes again, with what has
    /// arrived since, after <see cref="Wire.Resume"/>.
    /// </returns>
    bool Deliver(Memory<byte> window, out int consumed);

    /// <summary>Nothing more will come: the peer ended its side (null), or the transport broke. Called once, last.</summary>
    void Ended(Exception? error);
}
