namespace Sockeye.Interop.Support;

/// <summary>Where the tests' scripts and products lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>For what people may want to look at after a run; not under version control.</summary>
    public static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "interop")).FullName;

    public static string Interop(params string[] path) => Path.Combine([Root, "tests", "Interop", .. path]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sockeye.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Sockeye.slnx above {AppContext.BaseDirectory}.");
    }
}
