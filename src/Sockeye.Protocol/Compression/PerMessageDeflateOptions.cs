using System.IO.Compression;
using Sockeye.Protocol;

namespace Sockeye;

/// <summary>
/// How this end offers, accepts and applies <c>permessage-deflate</c> (RFC 7692). The same options serve both roles: each limit
/// is a wish of this end, put into an offer by a client and into an answer by a server. Set before use; not safe to change while
/// connections are made with it.
/// </summary>
/// <remarks>
/// Where the runtime's deflate library is missing, compression is not negotiated. The memory that each setting costs was measured
/// with .NET 10 on x64 Linux (docs/decisions/0002-deflate.md).
/// </remarks>
public sealed class PerMessageDeflateOptions
{
    /// <summary>
    /// Whether the server may keep its LZ77 window from message to message: better ratios for small alike messages, paid in
    /// memory for as long as the connection lives. Default <see langword="false"/>: each message stands alone, the compression
    /// state is borrowed from a pool for its length, and an idle connection holds none.
    /// </summary>
    /// <remarks>
    /// <see langword="true"/> costs the server, from the first message it compresses on, about 350 KB for each connection with a
    /// window of 15 bits, 164 KB with 12 bits and 141 KB with 9 (<see cref="ServerMaxWindowBits"/>), of native memory, which the
    /// garbage collector does not see. It costs a client of this library no more than the window's own bytes, 32 KB to 256.
    /// RFC 7692 section 7.1.1.
    /// </remarks>
    public bool ServerContextTakeover { get; set; }

    /// <summary>
    /// Whether the client may keep its LZ77 window from message to message. Default <see langword="false"/>.
    /// </summary>
    /// <remarks>
    /// <see langword="true"/> costs the server, for each connection, what it has received and at most the window: 32 KB with 15
    /// bits, 4 KB with 12, 512 bytes with 9 (<see cref="ClientMaxWindowBits"/>). It costs a client of this library, from the
    /// first message it compresses on, the 141 to 350 KB that <see cref="ServerContextTakeover"/> names. RFC 7692 section 7.1.1.
    /// </remarks>
    public bool ClientContextTakeover { get; set; }

    /// <summary>Base-2 logarithm of the largest window the server compresses with, 8 to 15. Default 15.</summary>
    /// <remarks>
    /// Without <see cref="ServerContextTakeover"/> a smaller window saves nothing but some of the receiver's memory. With 8 bits,
    /// for which zlib has no window, only runs of one byte are found and ratios are poor; 9 or more search the window in full.
    /// RFC 7692 section 7.1.2.1.
    /// </remarks>
    public int ServerMaxWindowBits { get; set; } = 15;

    /// <summary>Base-2 logarithm of the largest window the client compresses with, 8 to 15. Default 15.</summary>
    /// <remarks>As <see cref="ServerMaxWindowBits"/>, for the other direction. RFC 7692 section 7.1.2.2.</remarks>
    public int ClientMaxWindowBits { get; set; } = 15;

    /// <summary>Messages of fewer bytes than this are sent as they are. Default 256; 0 compresses everything.</summary>
    public int Threshold { get; set; } = 256;

    /// <summary>How hard to compress. Default <see cref="CompressionLevel.Fastest"/>.</summary>
    public CompressionLevel Level { get; set; } = CompressionLevel.Fastest;

    /// <summary>A copy that can be changed without changing this one.</summary>
    internal PerMessageDeflateOptions Clone() => (PerMessageDeflateOptions)MemberwiseClone();

    /// <summary>Throws unless every value is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the property that is not.</exception>
    internal void Validate()
    {
        ValidateWindowBits(ServerMaxWindowBits, nameof(ServerMaxWindowBits));
        ValidateWindowBits(ClientMaxWindowBits, nameof(ClientMaxWindowBits));
        ArgumentOutOfRangeException.ThrowIfNegative(Threshold, nameof(Threshold));
        if (!Enum.IsDefined(Level))
            throw new ArgumentOutOfRangeException(nameof(Level), Level, "Level must be a CompressionLevel.");
    }

    private static void ValidateWindowBits(int bits, string name)
    {
        if (bits is < PerMessageDeflate.MinWindowBits or > PerMessageDeflate.MaxWindowBits)
            throw new ArgumentOutOfRangeException(name, bits, $"{name} must be 8 to 15 (RFC 7692 section 7.1.2).");
    }
}
