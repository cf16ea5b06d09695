using System.Text.RegularExpressions;

namespace Sockeye.Architecture.Tests.Hygiene;

/// <summary>A clone builds anywhere: nothing names the registry or the machine it was first built on, and no test is set aside.</summary>
public partial class SelfContainedTests
{
    private static readonly string[] Binary = [".png", ".jpg", ".gif", ".ico", ".woff2", ".pfx", ".p12", ".snk", ".bin"];

    [Fact]
    public void No_file_names_a_package_registry() => AssertNowhere(Registry());

    [Fact]
    public void No_file_names_a_folder_of_one_machine() => AssertNowhere(MachinePath());

    [Fact]
    public void Lock_files_name_no_host()
    {
        var locks = Repository.Files.Where(file => Path.GetFileName(file) is "package-lock.json" or "packages.lock.json");
        Complaints.AssertNone(locks.Where(file => Repository.Read(file).Contains("://", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_test_is_skipped()
    {
        var tests = Repository.WithExtension(".cs").Where(file => file.StartsWith("tests/", StringComparison.Ordinal));
        Complaints.AssertNone(tests.Where(file => SetAside().IsMatch(Repository.Read(file))));
    }

    private static void AssertNowhere(Regex pattern)
    {
        var found = from file in Repository.Files
                    where !Binary.Contains(Path.GetExtension(file))
                    let match = pattern.Match(Repository.Read(file))
                    where match.Success
                    select $"{file}: {match.Value}";
        Complaints.AssertNone(found);
    }

    // The brackets keep the patterns from finding themselves.
    [GeneratedRegex(@"(registry[.]npmjs|registry[.]yarnpkg|nuget[.]org/v|api[.]nuget[.]|pypi[.]org/simple|deb[.]debian[.]org|artifactor[y]|[.]jfrog[.])")]
    private static partial Regex Registry();

    [GeneratedRegex(@"(?<![\w./-])/(work|root|home/\w+|tmp/wt)/|[.][.]/shared\b")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(Fact|Theory|InlineData|MemberData)\([^)]*\b(Skip|Explicit)\w*\s*=|Assert\.Skip")]
    private static partial Regex SetAside();
}
