namespace Sockeye.Protocol;

/// <summary>How far a step of decompression came.</summary>
internal enum DecompressStatus
{
    /// <summary>All input is consumed; the message goes on.</summary>
    NeedMoreInput,

    /// <summary>There may be more to write than fitted.</summary>
    OutputFull,

    /// <summary>The message is complete: all its input is consumed and all its output written.</summary>
    EndOfMessage,

    /// <summary>The input is not a deflate stream, or it breaks off.</summary>
    Corrupt,
}
