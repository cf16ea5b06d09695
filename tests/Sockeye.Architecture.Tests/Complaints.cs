namespace Sockeye.Architecture.Tests;

/// <summary>Reports everything that is wrong at once and in full, a line each.</summary>
internal static class Complaints
{
    public static void AssertNone(IEnumerable<string> complaints)
    {
        var all = complaints.ToList();
        if (all.Count > 0)
            Assert.Fail(string.Join('\n', all));
    }
}
