using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sockeye.Architecture.Tests.Hygiene;

/// <summary>Every project is built by the solution, with pinned packages whose use is explained.</summary>
public class ProjectTests
{
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = XDocument.Load(Repository.FullPath("Sockeye.slnx")).Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value).Order(StringComparer.Ordinal);
        Assert.Equal(Repository.Projects.Select(project => project.Path).Order(StringComparer.Ordinal), solution);
    }

    [Fact]
    public void Every_project_has_a_lock_file() =>
        Complaints.AssertNone(from project in Repository.Projects
                              let file = $"{project.Folder}/packages.lock.json"
                              where !Repository.Exists(file)
                              select $"{file} is missing: run dotnet restore and commit it.");

    [Fact]
    public void Every_npm_package_file_has_a_lock_file() =>
        Complaints.AssertNone(from file in PackageFiles()
                              let lockFile = file.Replace("package.json", "package-lock.json", StringComparison.Ordinal)
                              where !Repository.Exists(lockFile)
                              select $"{lockFile} is missing.");

    [Fact]
    public void Every_package_is_explained_in_the_dependencies_document()
    {
        var explained = Regex.Matches(Repository.Read("docs/dependencies.md"), @"^\| `([^`]+)`", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToHashSet();
        Complaints.AssertNone(NuGetPackages().Concat(NpmPackages()).Except(explained).Select(package => $"{package} is not explained."));
    }

    private static IEnumerable<string> NuGetPackages() =>
        from element in XDocument.Load(Repository.FullPath("Directory.Packages.props")).Descendants()
        where element.Name.LocalName is "PackageVersion" or "GlobalPackageReference"
        select element.Attribute("Include")!.Value;

    private static IEnumerable<string> NpmPackages()
    {
        foreach (var file in PackageFiles())
        {
            using var json = JsonDocument.Parse(Repository.Read(file));
            foreach (var group in new[] { "dependencies", "devDependencies" })
            {
                if (!json.RootElement.TryGetProperty(group, out var packages))
                    continue;
                foreach (var package in packages.EnumerateObject())
                    yield return package.Name;
            }
        }
    }

    private static IEnumerable<string> PackageFiles() => Repository.Files.Where(file => Path.GetFileName(file) == "package.json");
}
