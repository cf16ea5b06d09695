using System.Buffers;
using Sockeye.Protocol.Tests.Compression;

namespace Sockeye.Protocol.Tests.Messages;

/// <summary>Makes what a broken or hostile peer might send: noise, good frames, and good frames with something wrong.</summary>
internal static class HostilePeer
{
    /// <summary>A peer's bytes, the same for the same random numbers.</summary>
    /// <param name="random">Where the choices come from.</param>
    /// <param name="receiver">The end they are sent to.</param>
    public static byte[] Bytes(Random random, Role receiver)
    {
        var output = new ArrayBufferWriter<byte>();
        if (random.Next(6) == 0)
        {
            Noise(output, random, random.Next(200));
            return output.WrittenSpan.ToArray();
        }
        var frames = random.Next(1, 12);
        for (var i = 0; i < frames; i++)
            Frame(output, random, receiver);
        var bytes = output.WrittenSpan.ToArray();
        return random.Next(3) switch
        {
            0 => bytes,
            1 => Mutated(bytes, random),
            _ => bytes[..random.Next(bytes.Length + 1)],
        };
    }

    private static void Frame(ArrayBufferWriter<byte> output, Random random, Role receiver)
    {
        Opcode[] opcodes = [Opcode.Text, Opcode.Binary, Opcode.Continuation, Opcode.Continuation, Opcode.Ping, Opcode.Pong, Opcode.Close];
        var opcode = random.Next(20) == 0 ? (Opcode)random.Next(16) : opcodes[random.Next(opcodes.Length - (random.Next(3) == 0 ? 0 : 1))];
        var control = opcode >= Opcode.Close;
        var fin = control ? random.Next(30) != 0 : random.Next(2) == 0;
        var rsv1 = !control && opcode != Opcode.Continuation && random.Next(2) == 0;
        var payload = Payload(random, control, rsv1);
        var masked = receiver == Role.Server != (random.Next(40) == 0);
        FrameWriter.Write(output, opcode, fin, rsv1, payload, masked ? (uint)random.NextInt64(1L << 32) : null);
    }

    private static byte[] Payload(Random random, bool control, bool compressed)
    {
        var payload = new byte[random.Next(control ? 130 : random.Next(10) == 0 ? 6000 : 300)];
        if (random.Next(2) == 0)
            random.NextBytes(payload);
        else
            Array.Fill(payload, (byte)random.Next(0x20, 0x7F));
        if (control && payload.Length >= 2 && random.Next(2) == 0)
            (payload[0], payload[1]) = (0x03, (byte)random.Next(0xE0, 0x100));
        if (!compressed || random.Next(4) == 0)
            return payload;
        // Now and then a bomb.
        if (random.Next(20) == 0)
            payload = new byte[1 << 18];
        using var compressor = Codec.Compressor(random.Next(9, 16), random.Next(2) == 0);
        return compressor.Compress(payload);
    }

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var mutated = bytes.ToList();
        for (var i = random.Next(1, 4); i > 0 && mutated.Count > 0; i--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(4))
            {
                case 0:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    mutated.RemoveRange(at, Math.Min(random.Next(1, 9), mutated.Count - at));
                    break;
                case 2:
                    mutated.InsertRange(at, mutated.GetRange(at, Math.Min(random.Next(1, 20), mutated.Count - at)));
                    break;
                default:
                    mutated[at] = (byte)random.Next(256);
                    break;
            }
        }
        return [.. mutated];
    }

    private static void Noise(ArrayBufferWriter<byte> output, Random random, int length)
    {
        random.NextBytes(output.GetSpan(length)[..length]);
        output.Advance(length);
    }
}
