using System.IO.Compression;

namespace Sockeye.Protocol.Tests.Compression;

/// <summary>Options are checked when a server or client is set up, and each complaint names its property.</summary>
public class PerMessageDeflateOptionsTests
{
    public static TheoryData<string, PerMessageDeflateOptions> Wrong { get; } = new()
    {
        { nameof(PerMessageDeflateOptions.ServerMaxWindowBits), new() { ServerMaxWindowBits = 7 } },
        { nameof(PerMessageDeflateOptions.ServerMaxWindowBits), new() { ServerMaxWindowBits = 16 } },
        { nameof(PerMessageDeflateOptions.ClientMaxWindowBits), new() { ClientMaxWindowBits = 7 } },
        { nameof(PerMessageDeflateOptions.ClientMaxWindowBits), new() { ClientMaxWindowBits = 16 } },
        { nameof(PerMessageDeflateOptions.Threshold), new() { Threshold = -1 } },
        { nameof(PerMessageDeflateOptions.Level), new() { Level = (CompressionLevel)4 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void RefusesWhatIsOutOfRange(string property, PerMessageDeflateOptions options) =>
        Assert.Equal(property, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).ParamName);

    [Fact]
    public void AcceptsTheDefaultsAndTheLimits()
    {
        new PerMessageDeflateOptions().Validate();
        new PerMessageDeflateOptions { ServerMaxWindowBits = 8, ClientMaxWindowBits = 8, Threshold = 0 }.Validate();
        new PerMessageDeflateOptions { Threshold = int.MaxValue, Level = CompressionLevel.SmallestSize }.Validate();
    }
}
