using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>
/// Runs a literal vector of frames through the reader and tells what came out. Vectors are written as a server sends them,
/// unmasked; each runs as it is at a client and masked at a server, whole, one byte at a time and three at a time, and all must agree.
/// </summary>
internal static class Vector
{
    private static readonly byte[] Key = [0x37, 0xfa, 0x21, 0x3d];

    /// <summary>What the frames say, such as <c>text 'Hello', ping '', close 1000 'bye'</c> or <c>failed 1002 section 5.4</c>.</summary>
    public static string Read(string hex, bool compressed = false, MessageLimits? limits = null)
    {
        var frames = Bytes(hex);
        var expected = ReadAs(Role.Client, frames, frames.Length, compressed, limits);
        foreach (var chunk in (int[])[frames.Length, 3, 1])
        {
            Assert.Equal(expected, ReadAs(Role.Client, frames, chunk, compressed, limits));
            Assert.Equal(expected, ReadAs(Role.Server, Mask(frames), chunk, compressed, limits));
        }

        return expected;
    }

    /// <summary>The frames as they are, at one end, in windows of one size.</summary>
    public static string ReadAs(Role role, byte[] frames, int chunk, bool compressed = false, MessageLimits? limits = null)
    {
        var parameters = new PerMessageDeflateParameters(true, true, 15, 15);
        using var reader = new MessageReader(role, limits ?? MessageLimits.Default, compressed ? new MessageDecompressor(parameters, role) : null);
        var transcript = new Transcript();
        for (var start = 0; start < frames.Length && reader.Failure is null; start += chunk)
        {
            // A copy, because the reader unmasks in place.
            Memory<byte> window = frames.AsSpan(start, Math.Min(chunk, frames.Length - start)).ToArray();
            MessagePart part;
            do
            {
                part = reader.Read(window, out var consumed);
                window = window[consumed..];
                transcript.Add(part, reader);
            }
            while (part.Kind is not (PartKind.NeedMore or PartKind.Failed));
            Assert.True(window.IsEmpty || reader.Failure is not null, "What is not consumed is lost.");
        }

        return transcript.ToString() + (reader.IsInMessage && reader.Failure is null ? ", unfinished" : "");
    }

    /// <summary>Bytes from hex digits, with spaces anywhere, <c>'text'</c> for ASCII and <c>00*5</c> for repeats.</summary>
    public static byte[] Bytes(string hex)
    {
        var bytes = new List<byte>();
        foreach (var word in hex.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.StartsWith('\''))
                bytes.AddRange(Encoding.UTF8.GetBytes(word.Trim('\'')));
            else if (word.Split('*') is [var one, var count])
                bytes.AddRange(Enumerable.Repeat(Convert.ToByte(one, 16), int.Parse(count, CultureInfo.InvariantCulture)));
            else
                bytes.AddRange(Convert.FromHexString(word));
        }

        return [.. bytes];
    }

    /// <summary>Masks each frame with the key of RFC 6455 section 5.7; a plain reading of section 5.2, right or wrong as the frames may be.</summary>
    public static byte[] Mask(ReadOnlySpan<byte> frames)
    {
        var masked = new List<byte>();
        while (frames.Length >= 2)
        {
            var size = (frames[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
            if (frames.Length < size)
                return [.. masked, frames[0], (byte)(frames[1] | 0x80), .. frames[2..]];
            var length = size switch
            {
                4 => BinaryPrimitives.ReadUInt16BigEndian(frames[2..]),
                10 => BinaryPrimitives.ReadUInt64BigEndian(frames[2..]),
                _ => (ulong)(frames[1] & 0x7F),
            };
            var payload = frames[size..(size + (int)Math.Min(length, (ulong)(frames.Length - size)))];
            masked.AddRange([frames[0], (byte)(frames[1] | 0x80), .. frames[2..size], .. Key]);
            for (var i = 0; i < payload.Length; i++)
                masked.Add((byte)(payload[i] ^ Key[i % 4]));
            frames = frames[(size + payload.Length)..];
        }

        return [.. masked, .. frames];
    }
}
