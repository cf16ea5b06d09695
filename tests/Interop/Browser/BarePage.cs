using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Playwright;
using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Browser;

/// <summary><c>bare.html</c> in a browser: a <c>new WebSocket</c> that does what the test says.</summary>
internal sealed class BarePage : IScripted
{
    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private readonly Channel<JsonNode> _events = Channel.CreateUnbounded<JsonNode>();
    private ScriptedPeer? _peer;

    private BarePage(IBrowserContext context, IPage page)
    {
        _context = context;
        _page = page;
    }

    public static async Task<BarePage> OpenAsync(Chromium chromium, Uri url)
    {
        var context = await chromium.NewContextAsync();
        var page = new BarePage(context, await context.NewPageAsync());
        await page._page.ExposeFunctionAsync<JsonElement>("tell", page.Take);
        await page._page.GotoAsync(url.AbsoluteUri);
        return page;
    }

    /// <summary>A page of the site's, connected to it.</summary>
    public static async Task<Pair> PairAsync(Chromium chromium, PeerSettings settings)
    {
        var site = await BareSite.StartAsync(settings);
        var page = await OpenAsync(chromium, site.Page);
        var theirs = await page.ConnectAsync(site.Socket, settings.OfferedSubprotocols);
        return new Pair(await site.AcceptAsync(), theirs, site);
    }

    public async Task<ScriptedPeer> ConnectAsync(Uri url, params string[] subprotocols)
    {
        await CommandAsync(new { Do = "connect", Url = url, Subprotocols = subprotocols });
        var first = await _events.Reader.ReadAsync().InTime("the page to connect");
        Assert.Equal("open", (string?)first["event"]);
        return _peer!;
    }

    /// <summary>Connects where that is to fail; what the page was told.</summary>
    public async Task<PeerClosure> FailToConnectAsync(Uri url)
    {
        await CommandAsync(new { Do = "connect", Url = url, Subprotocols = Array.Empty<string>() });
        var first = await _events.Reader.ReadAsync().InTime("the page to fail");
        Assert.Equal("close", (string?)first["event"]);
        return new PeerClosure((int)first["code"]!, (string)first["reason"]!);
    }

    public Task CommandAsync(object command) =>
        _page.EvaluateAsync("command => run(JSON.parse(command))", JsonSerializer.Serialize(command, JsonSerializerOptions.Web));

    /// <summary>What a script in the page says.</summary>
    public Task<T> EvaluateAsync<T>(string script) => _page.EvaluateAsync<T>(script);

    /// <summary>Goes elsewhere, as by a link.</summary>
    public Task LeaveAsync() => _page.GotoAsync("about:blank");

    public async ValueTask DisposeAsync()
    {
        _peer?.End(new InvalidOperationException("The page was closed."));
        await _context.DisposeAsync();
    }

    private void Take(JsonElement told)
    {
        var happened = JsonNode.Parse(told.GetRawText())!;
        if (_peer is not null)
        {
            _peer.Take(happened);
            return;
        }

        // The first that happens: it opened, or failed.
        if ((string?)happened["event"] == "open")
            _peer = new ScriptedPeer(this, happened);
        _events.Writer.TryWrite(happened);
    }
}
