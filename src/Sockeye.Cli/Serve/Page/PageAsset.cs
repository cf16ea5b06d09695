using System.Reflection;
using System.Security.Cryptography;

namespace Sockeye.Cli.Serve.Page;

/// <summary>A file of the chat page, as it lies in this assembly.</summary>
/// <param name="Path">The path it is served at, such as <c>/js/main.js</c>.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">The bytes.</param>
/// <param name="ETag">A strong validator (RFC 9110 section 8.8.3), quotes included.</param>
internal sealed record PageAsset(string Path, string ContentType, byte[] Content, string ETag)
{
    private const string Folder = "wwwroot/";
    private const string Index = "/index.html";

    /// <summary>Every file of the page; the index is served at <c>/</c>.</summary>
    public static IReadOnlyList<PageAsset> LoadAll()
    {
        var assembly = typeof(PageAsset).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Load(assembly, name))];
    }

    private static PageAsset Load(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var path = name[(Folder.Length - 1)..].Replace('\\', '/');
        return new PageAsset(
            path == Index ? "/" : path, MediaType(path), content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
    }

    private static string MediaType(string path) => System.IO.Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"No media type is known for {other}: add it here."),
    };
}
