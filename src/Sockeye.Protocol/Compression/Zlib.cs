using System.Reflection;
using System.Runtime.InteropServices;

namespace Sockeye.Protocol;

/// <summary>
/// The deflate codec that ships with .NET (zlib-ng), through the exports the base class library itself stands on. They are not
/// a documented contract: <see cref="PerMessageDeflate.IsSupported"/> tries them once before anything is negotiated
/// (docs/decisions/0002-deflate.md).
/// </summary>
internal static unsafe partial class Zlib
{
    /// <summary>Its name on every platform but Windows, and the name under which single-file hosts link it in.</summary>
    private const string Library = "libSystem.IO.Compression.Native";

    private const string WindowsLibrary = "System.IO.Compression.Native";

    static Zlib()
    {
        if (OperatingSystem.IsWindows())
            NativeLibrary.SetDllImportResolver(typeof(Zlib).Assembly, ResolveOnWindows);
    }

    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateInit2_")]
    public static partial ZlibResult DeflateInit(
        ZStream* stream, int level, int method, int windowBits, int memoryLevel, ZlibStrategy strategy);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Deflate")]
    public static partial ZlibResult Deflate(ZStream* stream, ZlibFlush flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateEnd")]
    public static partial ZlibResult DeflateEnd(ZStream* stream);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateInit2_")]
    public static partial ZlibResult InflateInit(ZStream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Inflate")]
    public static partial ZlibResult Inflate(ZStream* stream, ZlibFlush flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateReset2_")]
    public static partial ZlibResult InflateReset(ZStream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateEnd")]
    public static partial ZlibResult InflateEnd(ZStream* stream);

    private static nint ResolveOnWindows(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Library && NativeLibrary.TryLoad(WindowsLibrary, assembly, searchPath, out var handle) ? handle : 0;
}

/// <summary>
/// What one step reads and writes. The library keeps zlib's own <c>z_stream</c> behind <see cref="InternalState"/> and copies
/// these fields in and out on every call, so this structure may move between calls.
/// <code>
/// offset, 64-bit:  0 next in | 8 next out | 16 message | 24 internal state | 32 available in | 36 available out
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZStream
{
    public byte* NextIn;
    public byte* NextOut;
    public byte* Message;
    public nint InternalState;
    public uint AvailableIn;
    public uint AvailableOut;
}

/// <summary>How much of what zlib holds back a step pushes out.</summary>
internal enum ZlibFlush
{
    /// <summary>Z_NO_FLUSH: zlib emits when it likes.</summary>
    None = 0,

    /// <summary>Z_SYNC_FLUSH: everything comes out, followed by an empty stored block; the window is kept.</summary>
    Sync = 2,

    /// <summary>Z_FULL_FLUSH: as <see cref="Sync"/>, and the window is forgotten.</summary>
    Full = 3,
}

/// <summary>How zlib looks for matches.</summary>
internal enum ZlibStrategy
{
    /// <summary>Z_DEFAULT_STRATEGY: anywhere in the window.</summary>
    Default = 0,

    /// <summary>Z_RLE: at distance one only.</summary>
    RunLength = 3,
}

/// <summary>zlib's answers.</summary>
internal enum ZlibResult
{
    Ok = 0,
    StreamEnd = 1,
    StreamError = -2,
    DataError = -3,
    MemoryError = -4,

    /// <summary>No progress was possible: more input or more room is needed. Not fatal.</summary>
    BufferError = -5,
}
