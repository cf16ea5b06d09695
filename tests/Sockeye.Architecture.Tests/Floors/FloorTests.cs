namespace Sockeye.Architecture.Tests.Floors;

/// <summary>Imports go down only, in the project files and in what was really compiled.</summary>
public class FloorTests
{
    private const string AspNetCore = "Microsoft.AspNetCore";

    public static TheoryData<string> Projects => [.. Repository.SourceProjects.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_has_a_floor(string name) =>
        Assert.True(House.Has(name), $"{name} has no floor: give it one in House.cs and in docs/architecture.md.");

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_go_down(string name) =>
        Assert.All(Find(name).ProjectReferences, other => AssertMayKnow(name, other));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_references_go_down(string name)
    {
        var projects = Repository.SourceProjects.ToDictionary(project => project.AssemblyName, project => project.Name);
        using var assembly = new AssemblyMetadata(Find(name).AssemblyPath);
        Assert.All(assembly.ReferencedAssemblies.Where(projects.ContainsKey), other => AssertMayKnow(name, projects[other]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Lower_floors_do_not_know_ASP_NET_Core(string name)
    {
        if (House.MayUseAspNetCore(name))
            return;
        var project = Find(name);
        using var assembly = new AssemblyMetadata(project.AssemblyPath);
        var references = project.FrameworkReferences.Concat(project.PackageReferences).Concat(assembly.ReferencedAssemblies);
        Complaints.AssertNone(references.Where(reference => reference.StartsWith(AspNetCore, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_engine_stands_on_the_base_class_library_alone(string name)
    {
        if (House.MayUsePackages(name))
            return;
        var project = Find(name);
        using var assembly = new AssemblyMetadata(project.AssemblyPath);
        Assert.Empty(project.PackageReferences);
        Assert.Empty(project.FrameworkReferences);
        Assert.All(assembly.ReferencedAssemblies, reference => Assert.StartsWith("System.", reference));
    }

    [Fact]
    public void The_rules_forbid_what_they_should()
    {
        Assert.True(House.MayKnow("Sockeye.EventLoop", "Sockeye.Connections"));
        Assert.False(House.MayKnow("Sockeye.Connections", "Sockeye.EventLoop"));
        Assert.False(House.MayKnow("Sockeye.Protocol", "Sockeye.Connections"));
        Assert.False(House.MayKnow("Sockeye.Channels", "Sockeye.Client"));
        Assert.False(House.MayKnow("Sockeye.SocketIO", "Sockeye.Redis"));
        Assert.False(House.MayKnow("Sockeye.Redis", "Sockeye.SocketIO"));
        Assert.True(House.MayKnow("Sockeye.SocketIO", "Sockeye.Channels"));
        Assert.False(House.MayKnow("Sockeye.Server", "Sockeye.Unheard"));
    }

    private static Project Find(string name) => Repository.SourceProjects.Single(project => project.Name == name);

    private static void AssertMayKnow(string project, string other) =>
        Assert.True(House.MayKnow(project, other), $"{project} must not know {other}: imports go down only (docs/architecture.md).");
}
