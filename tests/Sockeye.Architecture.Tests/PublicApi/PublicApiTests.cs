using System.Reflection;

namespace Sockeye.Architecture.Tests.PublicApi;

/// <summary>A change of what a package offers is seen in review, because it changes a file: <c>PublicAPI.txt</c> beside its project.</summary>
public class PublicApiTests
{
    private const string HowToUpdate = "If the change is meant, run:  UPDATE_API=1 ./test Architecture";

    private static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_API") == "1";

    public static TheoryData<string> Projects => [.. Repository.SourceProjects.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_public_API_is_the_one_on_record(string name)
    {
        var project = Repository.SourceProjects.Single(project => project.Name == name);
        var actual = ApiSurface.Of(Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, $"{project.AssemblyName}.dll")));
        var file = $"{project.Folder}/PublicAPI.txt";
        if (IsUpdating && actual.Length > 0)
            File.WriteAllText(Repository.FullPath(file), actual);
        var recorded = Repository.Exists(file) ? Repository.Read(file) : "";
        Assert.True(recorded == actual, $"{name}'s public API differs from {file}:\n{Difference(recorded, actual)}\n{HowToUpdate}");
    }

    private static string Difference(string recorded, string actual)
    {
        var (before, after) = (Qualify(recorded), Qualify(actual));
        return string.Join('\n', before.Except(after).Select(line => $"- {line}").Concat(after.Except(before).Select(line => $"+ {line}")));
    }

    /// <summary>Each member's line with the type it belongs to, so that equal lines of two types stay apart.</summary>
    private static List<string> Qualify(string surface)
    {
        var lines = new List<string>();
        var type = "";
        foreach (var line in surface.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(' '))
            {
                lines.Add($"{type}: {line.Trim()}");
                continue;
            }

            lines.Add(line);
            type = line.Split(' ').First(word => word.Contains('.', StringComparison.Ordinal));
        }

        return lines;
    }
}
