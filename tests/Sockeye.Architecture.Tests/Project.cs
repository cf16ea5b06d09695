using System.Xml.Linq;

namespace Sockeye.Architecture.Tests;

/// <summary>A project file and the assembly that was built from it in the configuration the tests run in.</summary>
internal sealed class Project(string path)
{
    private readonly XDocument _xml = XDocument.Load(Repository.FullPath(path));

    public string Path => path;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(path);

    public string Folder => System.IO.Path.GetDirectoryName(path)!.Replace('\\', '/');

    public string AssemblyName => _xml.Descendants("AssemblyName").SingleOrDefault()?.Value ?? Name;

    public IEnumerable<string> ProjectReferences =>
        Included("ProjectReference").Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/')));

    public IEnumerable<string> PackageReferences => Included("PackageReference");

    public IEnumerable<string> FrameworkReferences => Included("FrameworkReference");

    /// <summary>The assembly in the project's own output folder.</summary>
    public string AssemblyPath =>
        Repository.FullPath($"{Folder}/bin/{Output.Parent!.Name}/{Output.Name}/{AssemblyName}.dll");

    private static DirectoryInfo Output { get; } = new(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar));

    public override string ToString() => Name;

    private IEnumerable<string> Included(string item) =>
        _xml.Descendants(item).Select(element => element.Attribute("Include")?.Value).OfType<string>();
}
