using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>RFC 7692 sections 7.1 and 7.2: what one end compresses the other inflates, under every agreement.</summary>
public class RoundTripTests
{
    public static TheoryData<int, bool, CompressionLevel> Agreements { get; } = new(
        from windowBits in Enumerable.Range(8, 8)
        from takeover in (bool[])[false, true]
        from level in Enum.GetValues<CompressionLevel>()
        select (windowBits, takeover, level));

    private static readonly Gen<int> Chunk = Gen.OneOf(Gen.Choose(1, 9), Gen.Choose(10, 5000), Gen.Constant(int.MaxValue));

    private static readonly Gen<Session> Sessions =
        from messages in Payloads.Any.ListOf(5)
        from chunkIn in Chunk
        from roomIn in Gen.Choose(1, 3000)
        from chunkOut in Chunk
        from roomOut in Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(1000, 40_000))
        from endApart in Gen.Elements(false, true)
        select new Session([.. messages], chunkIn, roomIn, chunkOut, roomOut, endApart);

    /// <summary>
    /// The reference inflater reads the same message (alone, where nothing is kept) and sees no reference past the window.
    /// </summary>
    [Theory]
    [MemberData(nameof(Agreements))]
    public void RoundTrips(int windowBits, bool takeover, CompressionLevel level) =>
        Prop.ForAll(Sessions.ToArbitrary(), session => RoundTrip(session, windowBits, takeover, level))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(12).WithQuietOnSuccess(true));

    [Theory]
    [MemberData(nameof(Agreements))]
    public void NeverRefersPastTheWindow(int windowBits, bool takeover, CompressionLevel level)
    {
        using var compressor = Codec.Compressor(windowBits, takeover, level);
        var peer = new ReferenceInflater();
        for (var message = 0; message < 3; message++)
        {
            var text = Payloads.Words(seed: message + 1, length: 70_000);
            if (!takeover)
                peer = new ReferenceInflater();
            Assert.Equal(text, peer.Message(compressor.Compress(text)));
            Assert.InRange(peer.LargestDistance, 0, 1 << windowBits);
        }
    }

    [Theory]
    [InlineData(Role.Server)]
    [InlineData(Role.Client)]
    public void EachRoleUsesItsOwnParameters(Role role)
    {
        var other = role == Role.Server ? Role.Client : Role.Server;
        var agreed = new PerMessageDeflateParameters(
            ServerNoContextTakeover: role != Role.Server, ClientNoContextTakeover: role != Role.Client,
            ServerMaxWindowBits: role == Role.Server ? 10 : 15, ClientMaxWindowBits: role == Role.Client ? 10 : 15);
        var options = Codec.Options(takeover: true);
        using var sender = new MessageCompressor(agreed, role, options);
        using var answerer = new MessageCompressor(agreed, other, options);
        Assert.False(sender.IsShareable);
        Assert.True(answerer.IsShareable);

        using var receiver = new MessageDecompressor(agreed, other);
        var peer = new ReferenceInflater();
        for (var message = 0; message < 3; message++)
        {
            var text = Payloads.Words(seed: 7, length: 5000);
            var payload = sender.Compress(text);
            Assert.Equal(text, peer.Message(payload));
            Assert.Equal(text, receiver.Decompress(payload));
        }

        Assert.InRange(peer.LargestDistance, 257, 1024);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void KeepsContextOnlyIfAgreedAndWanted(bool forbidden, bool wanted)
    {
        var agreed = new PerMessageDeflateParameters(forbidden, forbidden, 15, 15);
        using var compressor = new MessageCompressor(agreed, Role.Server, Codec.Options(takeover: wanted));
        Assert.True(compressor.IsShareable);
        var text = Payloads.Words(seed: 3, length: 3000);
        Assert.Equal(compressor.Compress(text), compressor.Compress(text));
        Assert.Equal(text, new ReferenceInflater().Message(compressor.Compress(text)));
    }

    [Fact]
    public void UsesNoMoreThanItsOwnWindowWhateverWasAgreed()
    {
        using var compressor = new MessageCompressor(Codec.Agreed(15), Role.Server, Codec.Options(9));
        var peer = new ReferenceInflater();
        var text = Payloads.Words(seed: 5, length: 20_000);
        Assert.Equal(text, peer.Message(compressor.Compress(text)));
        Assert.InRange(peer.LargestDistance, 100, 512);
    }

    [Fact]
    public void CompressesTextWell()
    {
        using var compressor = Codec.Compressor();
        Assert.InRange(compressor.Compress(Payloads.Words(seed: 1, length: 20_000)).Length, 1, 12_000);
    }

    private static bool RoundTrip(Session session, int windowBits, bool takeover, CompressionLevel level)
    {
        using var compressor = Codec.Compressor(windowBits, takeover, level);
        using var decompressor = Codec.Decompressor(windowBits, takeover);
        var peer = new ReferenceInflater();
        foreach (var message in session.Messages)
        {
            var payload = compressor.Compress(message, session.ChunkIn, session.RoomIn);
            var inflated = decompressor.Decompress(payload, session.ChunkOut, session.RoomOut, session.EndApart);
            if (!takeover)
                peer = new ReferenceInflater();
            if (inflated is null || !message.SequenceEqual(inflated) || !message.SequenceEqual(peer.Message(payload)))
                return false;
        }

        return peer.LargestDistance <= 1 << windowBits;
    }

    internal sealed record Session(byte[][] Messages, int ChunkIn, int RoomIn, int ChunkOut, int RoomOut, bool EndApart);
}
