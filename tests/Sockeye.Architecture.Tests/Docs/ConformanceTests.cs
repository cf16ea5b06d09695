namespace Sockeye.Architecture.Tests.Docs;

/// <summary>Every MUST of RFC 6455 and RFC 7692 is kept by code that exists and shown by a test that runs.</summary>
public class ConformanceTests
{
    [Fact]
    public void Every_requirement_is_mapped_once()
    {
        var mapped = ConformanceMap.Requirements.Select(requirement => requirement.Id).ToList();
        Assert.Equal(mapped.Count, mapped.Distinct().Count());
        Assert.True(mapped.Count > 100, "The map has lost its rows.");
        Complaints.AssertNone(ConformanceMap.Musts.Except(mapped).Select(id => $"{id} is not mapped in {ConformanceMap.Document}."));
        Complaints.AssertNone(mapped.Except(ConformanceMap.Musts).Select(id => $"{id} is not listed in musts.txt."));
    }

    [Fact]
    public void Every_requirement_names_code_that_exists() =>
        Complaints.AssertNone(
            from requirement in ConformanceMap.Requirements
            from complaint in requirement.Code.Count == 0
                ? [$"{requirement.Id} names no code."]
                : requirement.Code.Where(file => !Repository.Exists(file)).Select(file => $"{requirement.Id} names {file}, which is not there.")
            select complaint);

    [Fact]
    public void Every_requirement_names_tests_that_exist()
    {
        var tests = TestMethods();
        Complaints.AssertNone(
            from requirement in ConformanceMap.Requirements
            from complaint in requirement.Tests.Count == 0
                ? [$"{requirement.Id} names no test."]
                : requirement.Tests.Where(test => !tests.Contains(test)).Select(test => $"{requirement.Id} names the test {test}, which is not there.")
            select complaint);
    }

    private static HashSet<string> TestMethods()
    {
        var methods = new HashSet<string>();
        foreach (var project in Repository.Projects.Where(project => project.Path.StartsWith("tests/", StringComparison.Ordinal)))
        {
            using var assembly = new AssemblyMetadata(project.AssemblyPath);
            methods.UnionWith(assembly.TestMethods);
        }

        return methods;
    }
}
