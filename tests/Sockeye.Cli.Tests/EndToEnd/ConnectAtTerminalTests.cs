namespace Sockeye.Cli.Tests.EndToEnd;

public class ConnectAtTerminalTests
{
    [Fact]
    public async Task A_person_types_reads_measures_and_closes()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.StartAtTerminal($"connect {server.Url}/echo");
        await client.ReadUntilAsync("/help shows the commands");
        await TypeAsync(client, """{"a":"\u001b[31m"}""");
        Assert.Matches(@"\d\d:\d\d:\d\d\.\d{3}\S* \S*→", await client.ReadUntilAsync("→"));
        await client.ReadUntilAsync("←");
        Assert.Contains("""\u001b[31m""", await client.ReadUntilAsync("\"a\": "), StringComparison.OrdinalIgnoreCase);
        await TypeAsync(client, "/hex 00ff");
        await client.ReadUntilAsync("(2 bytes)");
        await client.ReadUntilAsync("00 ff");
        await TypeAsync(client, "/ping");
        Assert.Matches(@"Pong after \d+\.\d\d ms", await client.ReadUntilAsync("Pong"));
        await TypeAsync(client, "/dance");
        await client.ReadUntilAsync("There is no command /dance");
        await TypeAsync(client, "/close 4001 bye");
        await client.ReadUntilAsync("Closed by this end with 4001: bye");
        Assert.Equal(ExitCode.Success, (await client.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_conversation_goes_on_after_the_server_was_restarted()
    {
        var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.StartAtTerminal($"connect {server.Url}/echo");
        await client.ReadUntilAsync("/help shows the commands");
        await server.SignalAsync("INT");
        Assert.Contains("1001", await client.ReadUntilAsync("Connecting again in"), StringComparison.Ordinal);
        await server.EndAsync();
        await server.DisposeAsync();

        await using var next = await SockeyeProcess.ServeOnAsync(server.Url);
        await client.ReadUntilAsync("Connected again.");
        await TypeAsync(client, "still there?");
        await client.ReadUntilAsync("still there?");
        await TypeAsync(client, "\u0004");
        await client.ReadUntilAsync("Closed by this end with 1000");
        Assert.Equal(ExitCode.Success, (await client.EndAsync()).ExitCode);
    }

    private static async Task TypeAsync(SockeyeProcess client, string line)
    {
        await client.Input.WriteAsync(line == "\u0004" ? line : line + "\n");
        await client.Input.FlushAsync(TestContext.Current.CancellationToken);
    }
}
