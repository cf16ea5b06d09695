using System.Text;
using System.Text.RegularExpressions;
using Sockeye.Cli.Serve.Page;

namespace Sockeye.Cli.Tests.Serve.Page;

/// <summary>The page is whole, and keeps to its own Content-Security-Policy.</summary>
public partial class PageAssetTests
{
    private static readonly IReadOnlyList<PageAsset> Assets = PageAsset.LoadAll();

    [Fact]
    public void The_index_is_served_at_the_root()
    {
        var index = Assert.Single(Assets, asset => asset.Path == "/");
        Assert.Equal("text/html; charset=utf-8", index.ContentType);
        Assert.StartsWith("<!doctype html>", Text(index), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_that_is_named_is_there()
    {
        string[] paths = [.. Assets.Select(asset => asset.Path)];
        foreach (var asset in Assets.Where(asset => !asset.Path.EndsWith(".svg", StringComparison.Ordinal)))
        {
            foreach (var target in References().Matches(Text(asset)).Select(match => match.Groups["path"].Value))
                Assert.Contains(new Uri(new Uri($"http://x{asset.Path}"), target).AbsolutePath, paths);
        }
    }

    [Fact]
    public void Every_module_is_used()
    {
        var all = string.Concat(Assets.Select(Text));
        Assert.All(Assets.Where(asset => asset.Path != "/"), asset =>
            Assert.Contains(asset.Path[(asset.Path.LastIndexOf('/') + 1)..], all, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_inline_and_nothing_is_made_of_strings()
    {
        var index = Text(Assets.Single(asset => asset.Path == "/"));
        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", index);
        Assert.All(Assets.Where(asset => asset.Path.EndsWith(".js", StringComparison.Ordinal)), asset =>
            Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser", Text(asset)));
    }

    [Fact]
    public void The_policy_allows_this_server_only()
    {
        Assert.Contains("default-src 'none'", PageEndpoints.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"unsafe|\*|http|data:|blob:", PageEndpoints.ContentSecurityPolicy);
    }

    private static string Text(PageAsset asset) => Encoding.UTF8.GetString(asset.Content);

    [GeneratedRegex("""(?:(?:src|href)="(?<path>[^"#][^"]*)")|(?:\bfrom "(?<path>[^"]+)")""")]
    private static partial Regex References();
}
