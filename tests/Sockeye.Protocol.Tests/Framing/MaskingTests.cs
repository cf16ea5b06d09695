using System.Buffers;
using System.Buffers.Binary;
using Sockeye.Protocol.Tests.Messages;

namespace Sockeye.Protocol.Tests.Framing;

/// <summary>RFC 6455 sections 5.1 and 5.3: who masks, and how.</summary>
public class MaskingTests
{
    private const string Refused = "failed 1002 RFC 6455 section 5.1";

    public static TheoryData<string, Role, string, string> Vectors { get; } = new()
    {
        { "5.7 an unmasked text message", Role.Client, "81 05 48 65 6c 6c 6f", "text Hello" },
        { "5.7 a masked text message", Role.Server, "81 85 37 fa 21 3d 7f 9f 4d 51 58", "text Hello" },
        { "5.7 a fragmented unmasked text message", Role.Client, "01 03 48 65 6c 80 02 6c 6f", "text Hello" },
        { "5.7 an unmasked ping", Role.Client, "89 05 48 65 6c 6c 6f", "ping 48 65 6c 6c 6f" },
        { "5.7 a masked pong", Role.Server, "8a 85 37 fa 21 3d 7f 9f 4d 51 58", "pong 48 65 6c 6c 6f" },
        { "a key of zeros is a key", Role.Server, "82 82 00 00 00 00 01 02", "binary 01 02" },
        { "an empty masked message", Role.Server, "82 80 01 02 03 04", "binary " },
        { "each frame has a key of its own", Role.Server, "02 82 ff ff ff ff fe fd 80 82 0f 0f 0f 0f 0c 0b", "binary 01 02 03 04" },
        { "the key is cut off", Role.Server, "82 81 01 02 03", "waits" },
        { "an unmasked message to a server", Role.Server, "81 05 48 65 6c 6c 6f", Refused },
        { "an unmasked empty message to a server", Role.Server, "82 00", Refused },
        { "an unmasked ping to a server", Role.Server, "89 00", Refused },
        { "an unmasked close frame to a server", Role.Server, "88 02 03 e8", Refused },
        { "an unmasked continuation to a server", Role.Server, "02 80 00 00 00 00 80 00", Refused },
        { "a masked message to a client", Role.Client, "81 85 37 fa 21 3d 7f 9f 4d 51 58", Refused },
        { "a masked empty message to a client", Role.Client, "82 80 00 00 00 00", Refused },
        { "a masked pong to a client", Role.Client, "8a 80 00 00 00 00", Refused },
        { "a masked close frame to a client", Role.Client, "88 82 00 00 00 00 03 e8", Refused },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void AClientMasksAndAServerDoesNot(string label, Role role, string vector, string expected) =>
        Reception.Check(label, Messages.Vectors.Parse(vector), role, Messages.Vectors.Lines(expected));

    [Fact]
    public void TheWrongWayIsRefusedAtTheSecondByte()
    {
        using var server = new Reception(Role.Server);
        Assert.False(server.Receive([0x82, 0x7F]));
        using var client = new Reception(Role.Client);
        Assert.False(client.Receive([0x82, 0xFF]));
    }

    [Fact]
    public void VectorsDoWhatThePlainLoopDoes()
    {
        var random = new Random(1);
        for (var length = 0; length <= 200; length++)
        {
            for (var offset = 0; offset < 8; offset++)
            {
                var buffer = new byte[offset + length + 8];
                random.NextBytes(buffer);
                var key = (uint)random.NextInt64(1L << 32);
                var expected = (byte[])buffer.Clone();
                PlainMask(expected.AsSpan(offset, length), key, 0);
                Masking.Apply(buffer.AsSpan(offset, length), key);
                Assert.True(expected.AsSpan().SequenceEqual(buffer), $"length {length}, offset {offset}");
            }
        }
    }

    [Fact]
    public void AStretchGoesOnWhereTheLastEnded()
    {
        var payload = new byte[200];
        new Random(2).NextBytes(payload);
        var whole = (byte[])payload.Clone();
        PlainMask(whole, 0xA1B2C3D4, 0);
        for (var cut = 0; cut <= payload.Length; cut++)
        {
            var pieces = (byte[])payload.Clone();
            Masking.Apply(pieces.AsSpan(0, cut), 0xA1B2C3D4);
            Masking.Apply(pieces.AsSpan(cut), Masking.Rotate(0xA1B2C3D4, cut));
            Assert.True(whole.AsSpan().SequenceEqual(pieces), $"cut {cut}");
        }
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(64), InlineData(4096)]
    public void WhatIsWrittenMaskedIsReadUnmaskedWhateverRoomTheWriterGives(int room)
    {
        for (var length = 0; length <= 200; length++)
        {
            var payload = new byte[length];
            new Random(length).NextBytes(payload);
            var output = new StingyWriter(room);
            FrameWriter.Write(output, Opcode.Binary, fin: true, rsv1: false, payload, maskingKey: 0xDEADBEEF);
            var frame = output.ToArray();
            Assert.Equal(0x80, frame[1] & 0x80);
            Assert.Equal([$"binary {Reception.Show(payload)}"], Reception.Of([frame], Role.Server));
        }
    }

    [Fact]
    public void WritingDoesNotChangeTheCallersPayload()
    {
        var payload = new byte[100];
        FrameWriter.Write(new ArrayBufferWriter<byte>(), Opcode.Binary, fin: true, rsv1: false, payload, maskingKey: 0xDEADBEEF);
        Assert.All(payload, b => Assert.Equal(0, b));
    }

    // RFC 6455 section 5.3, word for word: transformed-octet-i = original-octet-i XOR masking-key-octet-(i MOD 4).
    private static void PlainMask(Span<byte> payload, uint key, int start)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, key);
        for (var i = 0; i < payload.Length; i++)
            payload[i] ^= octets[(start + i) % 4];
    }

    /// <summary>Gives as little room as it may.</summary>
    private sealed class StingyWriter(int room) : IBufferWriter<byte>
    {
        private readonly List<byte> _written = [];
        private byte[] _span = [];

        public void Advance(int count) => _written.AddRange(_span.AsSpan(0, count));

        public Memory<byte> GetMemory(int sizeHint = 0) => _span = new byte[Math.Max(room, sizeHint)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public byte[] ToArray() => [.. _written];
    }
}
