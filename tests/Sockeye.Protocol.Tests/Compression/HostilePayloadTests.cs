using System.IO.Compression;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>Whatever a peer sends ends as a message or as corrupt: no exception, nothing written out of bounds.</summary>
public class HostilePayloadTests
{
    private const int Cases = 20_000;

    [Fact]
    public void RandomBytesNeverThrow()
    {
        var random = new Random(7692);
        var accepted = 0;
        for (var i = 0; i < Cases; i++)
            accepted += Feed(random, Payloads.Bytes(random, random.Next(1, 200))) ? 1 : 0;
        Assert.InRange(accepted, 1, Cases / 2);
    }

    [Fact]
    public void DamagedPayloadsNeverThrow()
    {
        var random = new Random(1951);
        var payloads = Enum.GetValues<CompressionLevel>().Select(level =>
        {
            using var compressor = Codec.Compressor(level: level);
            return compressor.Compress(Payloads.Words(seed: 2, length: 600));
        }).ToArray();
        for (var i = 0; i < Cases; i++)
        {
            var payload = (byte[])random.GetItems(payloads, 1)[0].Clone();
            payload[random.Next(payload.Length)] ^= (byte)(1 << random.Next(8));
            Feed(random, payload[..random.Next(1, payload.Length + 1)]);
        }
    }

    /// <summary>Compressed, that is: in a stored block the tail can stand for the last four octets of data.</summary>
    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    public void AMessageThatBreaksOffIsCorrupt(CompressionLevel level)
    {
        using var compressor = Codec.Compressor(level: level);
        var payload = compressor.Compress(Payloads.Words(seed: 4, length: 500));
        for (var length = 1; length < payload.Length; length++)
        {
            using var decompressor = Codec.Decompressor();
            Assert.Null(decompressor.Decompress(payload[..length]));
        }
    }

    [Fact]
    public void CorruptStaysCorrupt()
    {
        using var decompressor = Codec.Decompressor(takeover: true);
        Assert.Null(decompressor.Decompress([0xff]));
        byte[] hello = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
        var status = decompressor.Decompress(hello, true, new byte[64], out var consumed, out var written);
        Assert.Equal((DecompressStatus.Corrupt, 0, 0), (status, consumed, written));
        Assert.Equal(DecompressStatus.Corrupt, decompressor.Decompress([], true, [], out _, out _));
    }

    [Fact]
    public void ACorruptMessageLeavesTheSharedStatesFit()
    {
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
        {
            using var victim = Codec.Decompressor();
            Assert.Null(victim.Decompress([0xf2, 0x48, 0xff, 0xff, 0xff]));
            using var bystander = Codec.Decompressor();
            Assert.Equal("Hello"u8.ToArray(), bystander.Decompress([0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]));
        }
    }

    [Fact]
    public void ABombGivesNoMoreThanThereIsRoomFor()
    {
        const int Size = 10 * 1024 * 1024, Room = 1000;
        using var compressor = Codec.Compressor(level: CompressionLevel.SmallestSize);
        var bomb = compressor.Compress(new byte[Size]);
        Assert.InRange(bomb.Length, 1000, 12_000);

        using var decompressor = Codec.Decompressor();
        var buffer = new byte[Room + 200];
        buffer.AsSpan().Fill(0xAA);
        long total = 0;
        for (var at = 0; ;)
        {
            var room = buffer.AsSpan(100, Room);
            var status = decompressor.Decompress(bomb.AsSpan(at), true, room, out var consumed, out var written);
            at += consumed;
            total += written;
            Assert.Equal(100, buffer.AsSpan(0, 100).Count((byte)0xAA));
            Assert.Equal(100, buffer.AsSpan(Room + 100).Count((byte)0xAA));
            if (status == DecompressStatus.EndOfMessage)
                break;
            Assert.Equal((DecompressStatus.OutputFull, Room), (status, written));
        }

        Assert.Equal(Size, total);
    }

    [Fact]
    public void TheEndIsSeenEvenWhenTheOutputIsExactlyFilled()
    {
        using var compressor = Codec.Compressor();
        var text = Payloads.Words(seed: 9, length: 3000);
        var payload = compressor.Compress(text);
        using var decompressor = Codec.Decompressor();
        var status = decompressor.Decompress(payload, true, new byte[text.Length], out var consumed, out var written);
        Assert.Equal((DecompressStatus.EndOfMessage, payload.Length, text.Length), (status, consumed, written));
        status = decompressor.Decompress(payload, true, new byte[text.Length - 1], out _, out written);
        Assert.Equal((DecompressStatus.OutputFull, text.Length - 1), (status, written));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void APayloadOfNothingIsAnEmptyMessage(bool takeover)
    {
        using var decompressor = Codec.Decompressor(takeover: takeover);
        Assert.Equal(Array.Empty<byte>(), decompressor.Decompress([]));
        Assert.Equal("Hello"u8.ToArray(), decompressor.Decompress([0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]));
        Assert.Equal(Array.Empty<byte>(), decompressor.Decompress([]));
    }

    /// <summary>What is accepted must be what the reference inflater reads.</summary>
    private static bool Feed(Random random, byte[] payload)
    {
        using var decompressor = Codec.Decompressor(takeover: random.Next(2) == 0);
        var message = decompressor.Decompress(payload, random.Next(1, 250), random.Next(1, 2000), random.Next(2) == 0);
        if (message is not null)
            Assert.Equal(new ReferenceInflater().Message(payload), message);
        return message is not null;
    }
}
