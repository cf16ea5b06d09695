namespace Sockeye.Cli.Tests.EndToEnd;

public class ChatTests
{
    [Fact]
    public async Task Two_visitors_see_each_other_come_talk_and_go()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var ada = await BrowserSocket.JoinAsync(server.Url, "Ada");
        using var grace = await BrowserSocket.JoinAsync(server.Url, "Grace");
        Assert.Equal("joined", (string?)(await ada.ReadJsonAsync())["type"]);

        await grace.SendAsync("""{"type":"message","text":"<b>Hello</b> Ada \u0007","ref":"r1"}""");
        foreach (var visitor in new[] { ada, grace })
        {
            var message = await visitor.ReadJsonAsync();
            Assert.Equal("<b>Hello</b> Ada", (string?)message["text"]);
            Assert.Equal("Grace", (string?)message["from"]!["name"]);
            Assert.Equal("r1", (string?)message["ref"]);
        }

        await grace.CloseAsync();
        var left = await ada.ReadJsonAsync();
        Assert.Equal(("left", "Grace"), ((string?)left["type"], (string?)left["person"]!["name"]));
    }

    [Fact]
    public async Task The_same_visitor_from_elsewhere_takes_over()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var before = await BrowserSocket.JoinAsync(server.Url, "Ada");
        using var after = await BrowserSocket.JoinAsync(server.Url, "Ada");
        Assert.Equal(4001, (await before.ReadCloseAsync()).Code);
        await before.CloseAsync();
        await after.SendAsync("""{"type":"message","text":"still here"}""");
        Assert.Equal("still here", (string?)(await after.ReadJsonAsync())["text"]);
    }

    [Fact]
    public async Task Too_many_messages_are_answered_and_the_connection_stays()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var ada = await BrowserSocket.JoinAsync(server.Url, "Ada");
        for (var i = 0; i < 50; i++)
            await ada.SendAsync("""{"type":"message","text":"flood"}""");
        var types = new List<string?>();
        for (var i = 0; i < 50; i++)
            types.Add((string?)(await ada.ReadJsonAsync())["type"]);
        Assert.Contains("message", types);
        Assert.Contains("error", types);
    }

    [Fact]
    public async Task A_message_beyond_any_text_ends_with_1009()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        using var ada = await BrowserSocket.JoinAsync(server.Url, "Ada");
        await ada.SendAsync(new string('x', 20_000));
        Assert.Equal(1009, (await ada.ReadCloseAsync()).Code);
    }
}
