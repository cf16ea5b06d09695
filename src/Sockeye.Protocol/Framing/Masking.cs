using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sockeye.Protocol;

/// <summary>
/// Masking and unmasking (RFC 6455 section 5.3): byte i of the payload is XORed with byte i mod 4 of the key. Done in place, with
/// the widest vectors the machine has; the tests check it against the plain loop.
/// </summary>
internal static class Masking
{
    /// <summary>Masks or unmasks in place.</summary>
    /// <param name="payload">A stretch of payload.</param>
    /// <param name="key">The key, its lowest byte for the stretch's first byte; see <see cref="Rotate"/>.</param>
    public static void Apply(Span<byte> payload, uint key)
    {
        ref var start = ref MemoryMarshal.GetReference(payload);
        var native = BitConverter.IsLittleEndian ? key : BinaryPrimitives.ReverseEndianness(key);
        nuint i = 0;
        var length = (nuint)payload.Length;
        if (Vector512.IsHardwareAccelerated && length >= 64)
        {
            var mask = Vector512.Create(native).AsByte();
            for (; i + 64 <= length; i += 64)
                (Vector512.LoadUnsafe(ref start, i) ^ mask).StoreUnsafe(ref start, i);
        }
        if (Vector256.IsHardwareAccelerated && length - i >= 32)
        {
            var mask = Vector256.Create(native).AsByte();
            for (; i + 32 <= length; i += 32)
                (Vector256.LoadUnsafe(ref start, i) ^ mask).StoreUnsafe(ref start, i);
        }
        if (length - i >= 16)
        {
            var mask = Vector128.Create(native).AsByte();
            for (; i + 16 <= length; i += 16)
                (Vector128.LoadUnsafe(ref start, i) ^ mask).StoreUnsafe(ref start, i);
        }
        // The vectors took whole keys, so the rest begins with the key's first byte again.
        for (; i < length; i++)
        {
            payload[(int)i] ^= (byte)key;
            key = BitOperations.RotateRight(key, 8);
        }
    }

    /// <summary>The key for a stretch that begins <paramref name="offset"/> bytes into the payload.</summary>
    public static uint Rotate(uint key, int offset) => BitOperations.RotateRight(key, 8 * (offset & 3));
}
