namespace Sockeye.Architecture.Tests.Floors;

/// <summary>
/// The protocol engine does no I/O, waits for nothing, has no clock and draws no lots: bytes in, values out. That is what lets one
/// engine serve both roles, every transport, the tests and the fuzzer.
/// </summary>
public class EngineWithoutInputOutputTests
{
    private static readonly string[] BannedTypes =
    [
        "System.Threading.Tasks.", "System.Threading.Thread", "System.Threading.Timer", "System.Threading.PeriodicTimer",
        "System.Threading.SynchronizationContext", "System.Threading.CancellationToken", "System.Threading.Semaphore",
        "System.Runtime.CompilerServices.AsyncTaskMethodBuilder", "System.IO.Stream", "System.IO.File", "System.IO.Directory",
        "System.IO.Path", "System.IO.Text", "System.IO.MemoryStream", "System.IO.Pipelines.", "System.IO.Compression.DeflateStream",
        "System.IO.Compression.ZLibStream", "System.Net.", "System.Console", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process",
        "System.TimeProvider", "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "Microsoft.",
    ];

    private static readonly HashSet<string> BannedMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow", "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7",
    ];

    // What the compiler marks assemblies and methods with; and the names of HTTP's versions, which are values.
    private static readonly string[] Allowed = ["Microsoft.CodeAnalysis.", "System.Net.HttpVersion"];

    [Fact]
    public void The_engine_uses_no_banned_type()
    {
        using var engine = OpenEngine();
        Complaints.AssertNone(engine.ReferencedTypes.Where(type => StartsWith(type, BannedTypes) && !StartsWith(type, Allowed)));
    }

    [Fact]
    public void The_engine_uses_no_banned_member()
    {
        using var engine = OpenEngine();
        Complaints.AssertNone(engine.ReferencedMembers.Where(BannedMembers.Contains));
    }

    [Fact]
    public void The_bans_are_seen_where_they_are_broken()
    {
        using var connections = new AssemblyMetadata(Project("Sockeye.Connections").AssemblyPath);
        Assert.Contains(connections.ReferencedTypes, type => StartsWith(type, BannedTypes));

        // This file itself asks for the time, in the line after next.
        using var self = new AssemblyMetadata(typeof(EngineWithoutInputOutputTests).Assembly.Location);
        Assert.True(DateTime.UtcNow > default(DateTime));
        Assert.Contains(self.ReferencedMembers, BannedMembers.Contains);
    }

    private static AssemblyMetadata OpenEngine() => new(Project("Sockeye.Protocol").AssemblyPath);

    private static Project Project(string name) => Repository.SourceProjects.Single(project => project.Name == name);

    private static bool StartsWith(string type, string[] starts) =>
        starts.Any(start => type.StartsWith(start, StringComparison.Ordinal));
}
