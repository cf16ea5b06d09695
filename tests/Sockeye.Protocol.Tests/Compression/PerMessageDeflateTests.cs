namespace Sockeye.Protocol.Tests.Compression;

/// <summary>The runtime these tests run on has the native library and it works.</summary>
public class PerMessageDeflateTests
{
    [Fact]
    public void IsSupported() => Assert.True(PerMessageDeflate.IsSupported);

    [Theory]
    [InlineData(15, 8)]
    [InlineData(12, 5)]
    [InlineData(9, 2)]
    [InlineData(8, 1)]
    public void MemoryLevelFollowsTheWindow(int windowBits, int memoryLevel) =>
        Assert.Equal(memoryLevel, PerMessageDeflate.KeptMemoryLevel(windowBits));
}
