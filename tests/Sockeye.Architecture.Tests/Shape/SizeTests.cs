namespace Sockeye.Architecture.Tests.Shape;

/// <summary>Small files: one that has grown long is two things.</summary>
public class SizeTests
{
    private const int LongestFile = 400;
    private const int LongestMedian = 150;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var files = Repository.WithExtension(".cs", ".js", ".css", ".html", ".sh").Append("test").Append(".ci/run");
        Complaints.AssertNone(files.Where(file => Lines(file) > LongestFile).Select(file => $"{file} has {Lines(file)} lines: split it."));
    }

    [Fact]
    public void The_median_source_file_is_shorter_than_150_lines()
    {
        var lines = Repository.WithExtension(".cs").Where(file => file.StartsWith("src/", StringComparison.Ordinal))
            .Select(Lines).Order().ToList();
        Assert.InRange(lines[lines.Count / 2], 1, LongestMedian - 1);
    }

    private static int Lines(string file) => File.ReadLines(Repository.FullPath(file)).Count();
}
