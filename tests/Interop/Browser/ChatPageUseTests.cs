using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sockeye.Interop.Browser;

/// <summary>The chat page in the hands of people without a mouse, and on small screens.</summary>
[Collection(ChromiumTests.Name)]
public sealed class ChatPageUseTests(Chromium chromium)
{
    [Fact]
    public async Task A_keyboard_is_enough()
    {
        await using var server = await ServeProcess.StartAsync();
        await using var ada = await ChatVisitor.JoinAsync(chromium, server.Page, "Ada");
        var keyboard = ada.Page.Keyboard;
        await keyboard.InsertTextAsync("two");
        await keyboard.PressAsync("Shift+Enter");
        await keyboard.InsertTextAsync("lines");
        // From the field to the button beside it, and back to the field once it has sent.
        await keyboard.PressAsync("Tab");
        await Expect(ada.Page.Locator("#send")).ToBeFocusedAsync();
        await keyboard.PressAsync("Space");
        await ada.SeesMessagesAsync("two lines");
        Assert.Equal("two\nlines", await ada.Bubbles.InnerTextAsync());
        await Expect(ada.Text).ToBeFocusedAsync();
        await Expect(ada.Text).ToHaveValueAsync("");

        Assert.Contains("leave", await ReachableByTabAsync(ada.Page));
        await ada.Page.Locator("#leave").FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(ada.Page.Locator("#name")).ToBeFocusedAsync();
        await ada.TypeAsync("Ada Lovelace");
        await Expect(ada.People).ToHaveTextAsync(["Ada Lovelace"]);
    }

    [Theory]
    [InlineData(320, 568)]
    [InlineData(390, 844)]
    public async Task It_fits_a_phone(int width, int height)
    {
        await using var server = await ServeProcess.StartAsync();
        var phone = new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = height }, HasTouch = true, IsMobile = true };
        await using (var nobody = await ChatVisitor.OpenAsync(chromium, server.Page, phone))
        {
            Assert.False(await nobody.ScrollsSidewaysAsync());
            await nobody.ShowAsync($"join-phone-{width}");
        }

        await using var ada = await ChatVisitor.JoinAsync(chromium, server.Page, "Ada", phone);
        await using var bo = await ChatVisitor.JoinAsync(chromium, server.Page, "Bartholomew Featherstonehaugh", phone);
        var words = "A long message that has to be broken into several lines on a small screen, as people write them.";
        var unbreakable = new string('m', 200);
        await ada.TypeAsync(words);
        await bo.TypeAsync(unbreakable);
        await ada.SeesMessagesAsync(words, unbreakable);
        Assert.False(await ada.ScrollsSidewaysAsync());
        await Expect(ada.Text).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(ada.Page.Locator("#send")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ada.ShowAsync($"chat-phone-{width}");

        // The list of people is behind a button there.
        await Expect(ada.Page.Locator("#people")).ToBeHiddenAsync();
        await ada.Page.Locator("#people-button").TapAsync();
        await Expect(ada.People).ToHaveTextAsync(["Ada", "Bartholomew Featherstonehaugh"]);
        await Expect(ada.Page.Locator("#people")).ToBeVisibleAsync();
        Assert.False(await ada.ScrollsSidewaysAsync());
        await ada.ShowAsync($"people-phone-{width}");
    }

    /// <summary>The ids of what the Tab key comes by, on its way once around the page.</summary>
    private static async Task<List<string>> ReachableByTabAsync(IPage page)
    {
        var ids = new List<string>();
        while (true)
        {
            await page.Keyboard.PressAsync("Tab");
            var id = await page.EvaluateAsync<string>("document.activeElement?.id ?? ''");
            if (ids.Contains(id))
                return ids;
            ids.Add(id);
        }
    }
}
