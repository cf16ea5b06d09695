namespace Sockeye.Architecture.Tests.Floors;

/// <summary>RFC 6455 sections 5.3 and 10.3: masking keys come from a strong source.</summary>
public class RandomnessTests
{
    [Fact]
    public void Masking_keys_come_from_a_cryptographic_generator()
    {
        using var connections = new AssemblyMetadata(
            Repository.SourceProjects.Single(project => project.Name == "Sockeye.Connections").AssemblyPath);
        Assert.Contains("System.Security.Cryptography.RandomNumberGenerator", connections.ReferencedTypes);
        Assert.DoesNotContain("System.Random", connections.ReferencedTypes);
    }
}
