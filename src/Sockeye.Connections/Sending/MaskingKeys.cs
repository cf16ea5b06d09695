using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sockeye.Sending;

/// <summary>
/// Masking keys for a client's frames: fresh and unpredictable for each frame (RFC 6455 sections 5.3 and 10.3), drawn from the
/// system's generator a block at a time. One per thread, so no lock.
/// </summary>
internal static class MaskingKeys
{
    private const int BlockSize = 1024;

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _used;

    /// <summary>The next key.</summary>
    public static uint Next()
    {
        if (_block is null || _used == BlockSize)
        {
            _block ??= new byte[BlockSize];
            RandomNumberGenerator.Fill(_block);
            _used = 0;
        }
        var key = BinaryPrimitives.ReadUInt32LittleEndian(_block.AsSpan(_used));
        _used += sizeof(uint);
        return key;
    }
}
