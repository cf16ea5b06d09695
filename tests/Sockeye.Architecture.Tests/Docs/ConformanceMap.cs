using System.Text.RegularExpressions;

namespace Sockeye.Architecture.Tests.Docs;

/// <summary>One row of docs/conformance.md.</summary>
/// <param name="Id">Specification, section and number, such as <c>6455-5.1-2</c>.</param>
/// <param name="Code">The files that keep it.</param>
/// <param name="Tests">The tests that show it, as <c>Class.Method</c>.</param>
internal sealed record Requirement(string Id, IReadOnlyList<string> Code, IReadOnlyList<string> Tests);

/// <summary>The map of the specifications' requirements to the code that keeps each and the tests that show it.</summary>
internal static partial class ConformanceMap
{
    public const string Document = "docs/conformance.md";

    private const string MustList = "tests/Sockeye.Architecture.Tests/musts.txt";

    public static IReadOnlyList<Requirement> Requirements { get; } =
    [
        .. from line in Repository.Read(Document).Split('\n')
           let cells = line.Trim('|').Split(" | ").Select(cell => cell.Trim(' ', '|')).ToList()
           where cells.Count >= 3 && Id().IsMatch(cells[0])
           select new Requirement(cells[0], Quoted(cells.ElementAtOrDefault(3)), Quoted(cells.ElementAtOrDefault(4))),
    ];

    /// <summary>The ids of every requirement of the specifications, listed apart from the map so that none can go missing from it.</summary>
    public static IReadOnlyList<string> Musts { get; } =
        [.. Repository.Read(MustList).Split('\n').Where(line => Id().IsMatch(line)).Select(line => line.Split(' ')[0])];

    private static List<string> Quoted(string? cell) => [.. Code().Matches(cell ?? "").Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^\d{4}-[\d.]+-\d+")]
    private static partial Regex Id();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
