using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sockeye.Interop.Browser;

/// <summary>The chat page of <c>sockeye serve</c>, with people on it.</summary>
[Collection(ChromiumTests.Name)]
public sealed class ChatPageTests(Chromium chromium)
{
    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 800 };

    [Fact]
    public async Task Two_people_see_each_other_come_talk_and_go()
    {
        await using var server = await ServeProcess.StartAsync();
        await using var ada = await ChatVisitor.JoinAsync(chromium, server.Page, "Ada", new() { ViewportSize = Desktop });
        await using (var bo = await ChatVisitor.JoinAsync(chromium, server.Page, "Bo", new() { ViewportSize = Desktop, ColorScheme = ColorScheme.Dark }))
        {
            await Expect(ada.Events.Last).ToHaveTextAsync("Bo joined");
            await Expect(ada.People).ToHaveTextAsync(["Ada", "Bo"]);
            await Expect(bo.People).ToHaveTextAsync(["Bo", "Ada"]);

            await ada.TypeAsync("Hello, Bo!");
            await bo.SeesMessagesAsync("Hello, Bo!");
            await bo.TypeAsync("Hello yourself. Grüße, 紅鮭 🐟");
            await ada.SeesMessagesAsync("Hello, Bo!", "Hello yourself. Grüße, 紅鮭 🐟");
            await bo.SeesMessagesAsync("Hello, Bo!", "Hello yourself. Grüße, 紅鮭 🐟");
            await Expect(ada.Page.Locator("#log .message-name")).ToHaveTextAsync(["You", "Bo"]);
            await Expect(bo.Page.Locator("#log .message-name")).ToHaveTextAsync(["Ada", "You"]);
            await ada.ShowAsync("chat-desktop-light");
            await bo.ShowAsync("chat-desktop-dark");
        }

        await Expect(ada.Events.Last).ToHaveTextAsync("Bo left");
        await Expect(ada.People).ToHaveTextAsync(["Ada"]);
    }

    [Fact]
    public async Task Who_comes_later_sees_what_was_said()
    {
        await using var server = await ServeProcess.StartAsync();
        await using var ada = await ChatVisitor.JoinAsync(chromium, server.Page, "Ada");
        await ada.TypeAsync("first");
        await ada.TypeAsync("second");
        await ada.SeesMessagesAsync("first", "second");
        await using var bo = await ChatVisitor.JoinAsync(chromium, server.Page, "Bo");
        await bo.SeesMessagesAsync("first", "second");
    }

    [Fact]
    public async Task Markup_in_names_and_messages_is_shown_as_text()
    {
        const string Name = "<img src=x onerror=pwned=1>";
        const string Message = """<script>pwned=1</script><img src=x onerror="pwned=1"><a href="javascript:pwned=1">x</a>""";
        await using var server = await ServeProcess.StartAsync();
        await using var ada = await ChatVisitor.JoinAsync(chromium, server.Page, "Ada");
        await using var eve = await ChatVisitor.JoinAsync(chromium, server.Page, Name);
        await eve.TypeAsync(Message);
        foreach (var visitor in new[] { ada, eve })
        {
            await visitor.SeesMessagesAsync(Message);
            await Expect(visitor.People.Filter(new() { HasText = Name })).ToHaveCountAsync(1);
            await Expect(visitor.Page.Locator("#chat :is(script, img, a)")).ToHaveCountAsync(0);
            Assert.Equal("undefined", await visitor.Page.EvaluateAsync<string>("typeof pwned"));
        }

        await Expect(ada.Events.Last).ToHaveTextAsync($"{Name} joined");
        await ada.ShowAsync("chat-markup");
    }

    [Fact]
    public async Task Both_come_back_after_the_server_was_killed_and_restarted()
    {
        await using var first = await ServeProcess.StartAsync();
        await using var ada = await ChatVisitor.JoinAsync(chromium, first.Page, "Ada", new() { ViewportSize = Desktop });
        await using var bo = await ChatVisitor.JoinAsync(chromium, first.Page, "Bo");
        await ada.TypeAsync("before");
        await bo.SeesMessagesAsync("before");

        await first.KillAsync();
        await ada.SeesStateAsync("Reconnecting");
        await Expect(ada.Page.Locator("#notice")).ToBeVisibleAsync();
        // What is written while there is no connection is kept.
        await ada.TypeAsync("written meanwhile");
        await Expect(ada.Text).ToHaveValueAsync("written meanwhile");
        await ada.ShowAsync("chat-reconnecting");

        await using var second = await ServeProcess.StartAsync(first.Page.Port);
        await ada.SeesStateAsync("Connected");
        await bo.SeesStateAsync("Connected");
        await Expect(ada.Page.Locator("#notice")).ToBeHiddenAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await bo.SeesMessagesAsync("before", "written meanwhile");
        await bo.TypeAsync("after");
        await ada.SeesMessagesAsync("before", "written meanwhile", "after");
        await Expect(ada.People).ToHaveTextAsync(["Ada", "Bo"]);
    }

    [Fact]
    public async Task The_server_says_goodbye_when_it_is_told_to_end()
    {
        await using var server = await ServeProcess.StartAsync();
        await using var ada = await ChatVisitor.OpenAsync(chromium, server.Page);
        // Beside the page's own, a socket that tells the code it was closed with.
        var code = ada.Page.EvaluateAsync<int>("""
            () => new Promise(resolve => {
              const socket = new WebSocket(new URL("/echo", location.href.replace(/^http/, "ws")));
              socket.onopen = () => document.title = "open";
              socket.onclose = event => resolve(event.wasClean ? event.code : -event.code);
            })
            """);
        await Expect(ada.Page).ToHaveTitleAsync("open");
        Assert.Equal(0, await server.TerminateAsync());
        Assert.Equal(1001, await code);
    }

    [Fact]
    public async Task The_chat_works_over_tls()
    {
        await using var server = await ServeProcess.StartAsync(tls: true);
        Assert.Equal("https", server.Page.Scheme);
        await using var ada = await ChatVisitor.JoinAsync(chromium, server.Page, "Ada");
        await ada.TypeAsync("safe and sound");
        await ada.SeesMessagesAsync("safe and sound");
    }
}
