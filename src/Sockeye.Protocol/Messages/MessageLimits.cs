namespace Sockeye.Protocol;

/// <summary>How much of one message a peer may make this end hold or count.</summary>
/// <param name="MaxMessageSize">Bytes of one message after decompression; more ends the connection with 1009.</param>
/// <param name="MaxFramesPerMessage">Frames of one message; more ends the connection with 1008.</param>
internal readonly record struct MessageLimits(long MaxMessageSize, int MaxFramesPerMessage)
{
    /// <summary>1 MiB and 65,536 frames.</summary>
    public static MessageLimits Default { get; } = new(1 << 20, 1 << 16);
}
