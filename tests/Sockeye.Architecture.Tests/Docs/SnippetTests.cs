using System.Text.RegularExpressions;

namespace Sockeye.Architecture.Tests.Docs;

/// <summary>
/// C# in the README and the guides is cut from programs that are compiled: a fence marked <c>csharp</c> stands under a comment
/// <c>&lt;!-- snippet: name --&gt;</c> and equals the region of that name in samples/.
/// </summary>
public partial class SnippetTests
{
    public static TheoryData<string> Documents =>
        [.. Repository.WithExtension(".md").Where(file => !file.Contains('/', StringComparison.Ordinal) || file.StartsWith("docs/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Code_is_the_code_that_compiles(string document)
    {
        var regions = Regions();
        Complaints.AssertNone(Fences(Repository.Read(document)).Select(fence => Complaint(fence, regions)).OfType<string>());
    }

    [Fact]
    public void The_readme_shows_code() => Assert.True(Fences(Repository.Read("README.md")).Count() >= 4);

    private static string? Complaint((string? Name, string Code) fence, Dictionary<string, string> regions)
    {
        if (fence.Name is null)
            return $"No <!-- snippet: name --> stands above:\n{fence.Code}";
        if (!regions.TryGetValue(fence.Name, out var code))
            return $"No region '{fence.Name}' in samples/.";
        return code == fence.Code ? null : $"Snippet '{fence.Name}' differs from its region, which says:\n{code}";
    }

    private static IEnumerable<(string? Name, string Code)> Fences(string text) =>
        Fence().Matches(text).Select(match => (match.Groups["name"] is { Success: true } name ? name.Value : null, match.Groups["code"].Value));

    private static Dictionary<string, string> Regions()
    {
        var sources = Repository.WithExtension(".cs").Where(file => file.StartsWith("samples/", StringComparison.Ordinal)).Select(Repository.Read);
        return sources.SelectMany(source => Region().Matches(source))
            .ToDictionary(match => match.Groups["name"].Value, match => Dedent(match.Groups["code"].Value));
    }

    private static string Dedent(string code)
    {
        var lines = code.Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex(@"(?:<!-- snippet: (?<name>[\w-]+) -->\n)?```(?:csharp|cs|c#)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^[ ]*#region (?<name>[\w-]+)\n(?<code>.*?)^[ ]*#endregion", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();
}
