using FsCheck;
using FsCheck.Fluent;

namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>
/// RFC 6455 section 10.7: whatever comes in, the reader yields values: it never throws, never stands still, and says the same however
/// the transport cuts the bytes.
/// </summary>
public class HostileFrameProperties
{
    private const int Cases = 10_000;

    private static readonly MessageLimits Limits = new(MaxMessageSize: 2000, MaxFramesPerMessage: 20);

    private static readonly Gen<byte> AnyByte = Gen.Choose(0, 255).Select(value => (byte)value);

    // Bytes that mean something in a header, so that hostile frames get past their first byte.
    private static readonly Gen<byte> HeaderByte =
        Gen.Elements<byte>(0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A, 0xC1, 0xC2, 0x41, 0x7D, 0x7E, 0x7F, 0xFE, 0xFF);

    private static readonly Gen<byte[]> Noise = Gen.OneOf(AnyByte, HeaderByte).ArrayOf();

    private static readonly Gen<byte[]> Frame =
        from first in Gen.Frequency((9, Gen.Elements<byte>(0x01, 0x00, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A, 0xC1, 0x41)), (1, AnyByte))
        from payload in Gen.OneOf(AnyByte.ArrayOf(), Gen.Choose(32, 126).Select(value => (byte)value).ArrayOf())
        from lie in Gen.Frequency((9, Gen.Constant(0)), (1, Gen.Choose(-3, 3)))
        let length = Math.Clamp(payload.Length + lie, 0, 125)
        select (byte[])[first, (byte)length, .. payload];

    private static readonly Gen<byte[]> Frames =
        from frames in Frame.ArrayOf()
        from noise in Gen.Frequency((4, Gen.Constant(Array.Empty<byte>())), (1, Noise))
        select (byte[])[.. frames.SelectMany(frame => frame), .. noise];

    [Fact]
    public void Noise_is_read_without_harm() => Check(Noise);

    [Fact]
    public void Frames_with_lies_are_read_without_harm() => Check(Frames);

    private static void Check(Gen<byte[]> input) =>
        Prop.ForAll(input.ToArbitrary(), bytes => AllWaysAgree(bytes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true));

    private static void AllWaysAgree(byte[] bytes)
    {
        foreach (var (role, compressed) in (ReadOnlySpan<(Role, bool)>)[(Role.Client, false), (Role.Client, true), (Role.Server, false), (Role.Server, true)])
        {
            var sent = role == Role.Server ? Vector.Mask(bytes) : bytes;
            var whole = Read(role, sent, Math.Max(1, sent.Length), compressed);
            Assert.Equal(whole, Read(role, sent, 1, compressed));
            Assert.Equal(whole, Read(role, sent, 7, compressed));
        }
    }

    /// <summary>A compressed message may be wrong in several ways at once; how it was cut decides which of them is seen first.</summary>
    private static string Read(Role role, byte[] bytes, int chunk, bool compressed)
    {
        var transcript = Vector.ReadAs(role, bytes, chunk, compressed, Limits);
        var failed = transcript.IndexOf("failed", StringComparison.Ordinal);
        return compressed && failed >= 0 ? transcript[..failed] + "failed" : transcript;
    }
}
