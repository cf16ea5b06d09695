namespace Sockeye.Interop.Abuse;

/// <summary>These tests count and weigh what the whole process does, so they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AbuseCollection
{
    public const string Name = "Abuse";
}
