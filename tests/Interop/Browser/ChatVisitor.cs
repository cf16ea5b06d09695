using Microsoft.Playwright;
using Sockeye.Interop.Support;
using static Microsoft.Playwright.Assertions;

namespace Sockeye.Interop.Browser;

/// <summary>Somebody on the chat page, with a keyboard and eyes.</summary>
internal sealed class ChatVisitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private ChatVisitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>The texts of messages, oldest first, confirmed or not.</summary>
    public ILocator Bubbles => Page.Locator("#log .bubble");

    public ILocator Events => Page.Locator("#log .event");

    public ILocator People => Page.Locator("#people-list .person-name");

    public ILocator Text => Page.Locator("#text");

    public static async Task<ChatVisitor> OpenAsync(Chromium chromium, Uri url, BrowserNewContextOptions? options = null)
    {
        SetDefaultExpectTimeout((float)Bounded.Limit.TotalMilliseconds);
        var context = await chromium.NewContextAsync(options);
        var visitor = new ChatVisitor(context, await context.NewPageAsync());
        await visitor.Page.GotoAsync(url.AbsoluteUri);
        return visitor;
    }

    /// <summary>Opens the page and joins, by keyboard: the field for the name has the focus.</summary>
    public static async Task<ChatVisitor> JoinAsync(Chromium chromium, Uri url, string name, BrowserNewContextOptions? options = null)
    {
        var visitor = await OpenAsync(chromium, url, options);
        await Expect(visitor.Page.Locator("#name")).ToBeFocusedAsync();
        await visitor.TypeAsync(name);
        await Expect(visitor.Text).ToBeFocusedAsync();
        await visitor.SeesStateAsync("Connected");
        return visitor;
    }

    /// <summary>Types where the focus is, and Enter.</summary>
    public async Task TypeAsync(string text)
    {
        await Page.Keyboard.InsertTextAsync(text);
        await Page.Keyboard.PressAsync("Enter");
    }

    public Task SeesStateAsync(string state) => Expect(Page.Locator("#status-text")).ToHaveTextAsync(state);

    /// <summary>Waits for exactly these messages, in this order.</summary>
    public Task SeesMessagesAsync(params string[] texts) => Expect(Bubbles).ToHaveTextAsync(texts);

    /// <summary>Whether something is wider than the window.</summary>
    public Task<bool> ScrollsSidewaysAsync() => Page.EvaluateAsync<bool>(
        "[document.scrollingElement, document.getElementById('scroller')].some(one => one.scrollWidth > one.clientWidth)");

    /// <summary>A picture for people to look at, under <c>artifacts/interop</c>.</summary>
    public Task ShowAsync(string name) => Page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Repository.Artifacts, $"{name}.png"),
        Animations = ScreenshotAnimations.Disabled,
    });

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
