using System.Text;

namespace Sockeye.Cli.Tests.EndToEnd;

public class ConnectTests
{
    [Fact]
    public async Task Execute_sends_and_prints_what_comes()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}/hello", "-x", "Ada", "-x", "@Grace", "--wait", "0.5");
        Assert.Equal((ExitCode.Success, Lines("Hello Ada!", "Hello @Grace!")), await client.EndAsync());
        Assert.Equal(Lines($"Connected to {server.Url}/hello.", "Closed by this end with 1000 (normal closure)."), client.Error);
    }

    [Fact]
    public async Task Each_line_of_standard_input_is_a_message()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}/echo", "--quiet", "--wait", "0.5");
        await client.Input.WriteAsync("one\n/ping\n漢\n");
        client.Input.Close();
        Assert.Equal((ExitCode.Success, Lines("one", "/ping", "漢")), await client.EndAsync());
        Assert.Equal("", client.Error);
    }

    [Fact]
    public async Task Binary_goes_out_as_binary_and_comes_back_in_hexadecimal()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}/echo", "--binary", "--compress", "-x", "hi", "-w", "0.5");
        Assert.Equal((ExitCode.Success, Lines("6869")), await client.EndAsync());
        Assert.Contains("compressed", client.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_code_and_reason_are_told_and_decide_the_exit_code()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}/hello", "--binary", "-x", "hi", "-w", "20");
        Assert.Equal(ExitCode.ClosedAbnormally, (await client.EndAsync()).ExitCode);
        Assert.Contains("Closed by the server with 1003 (unsupported data): Send a name", client.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_ends_a_script_cleanly()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}/echo");
        await client.Input.WriteLineAsync("hello");
        await client.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("hello", await client.ReadLineAsync());
        await server.SignalAsync("INT");
        Assert.Equal(ExitCode.Success, (await client.EndAsync()).ExitCode);
        Assert.Contains("Closed by the server with 1001 (going away)", client.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_closes_cleanly()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}/echo");
        await client.Input.WriteLineAsync("hello");
        await client.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("hello", await client.ReadLineAsync());
        await client.SignalAsync("INT");
        Assert.Equal(ExitCode.Success, (await client.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_refused_connection_says_what_to_check()
    {
        await using var client = SockeyeProcess.Start("connect", $"ws://127.0.0.1:{FreePort.Find()}/", "-x", "hello");
        Assert.Equal((ExitCode.Network, ""), await client.EndAsync());
        Assert.Matches(@"^sockeye: Could not connect to ws://127\.0\.0\.1:\d+/: [^\n]*refused[^\n]*\n$", client.Error);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told()
    {
        // RFC 6761: names under .invalid never resolve.
        await using var client = SockeyeProcess.Start("connect", "ws://nobody.invalid/", "-x", "hello");
        Assert.Equal((ExitCode.Network, ""), await client.EndAsync());
        Assert.Contains("'nobody.invalid' has no address", client.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere", "404", "Check the path")]
    [InlineData("/", "200", "Check the address")]
    public async Task A_path_without_a_WebSocket_is_told(string path, string status, string advice)
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}{path}", "-x", "hello");
        Assert.Equal((ExitCode.Refused, ""), await client.EndAsync());
        Assert.Contains($"HTTP status {status}", client.Error, StringComparison.Ordinal);
        Assert.Contains(advice, client.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_that_is_refused_is_told_with_the_option()
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start("connect", $"{server.Url}/echo", "--origin", "https://evil.example", "-x", "hello");
        Assert.Equal((ExitCode.Refused, ""), await client.EndAsync());
        Assert.Matches(@"^sockeye: [^\n]*HTTP status 403[^\n]*--origin[^\n]*\n$", client.Error);
    }

    [Theory]
    [InlineData("wss", ExitCode.Tls, "ws://")]
    [InlineData("ws", ExitCode.Refused, "--http2", "--http2")]
    public async Task What_the_server_does_not_speak_is_told(string scheme, int exitCode, string advice, params string[] args)
    {
        await using var server = await SockeyeProcess.ServeAsync();
        await using var client = SockeyeProcess.Start(["connect", $"{scheme}{server.Url[2..]}/echo", "-x", "hello", .. args]);
        Assert.Equal((exitCode, ""), await client.EndAsync());
        Assert.Contains(advice, client.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_tells_the_exit_codes()
    {
        await using var client = SockeyeProcess.Start("connect", "--help");
        var (exitCode, output) = await client.EndAsync();
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("Exit codes:", output, StringComparison.Ordinal);
        Assert.Contains("--subprotocol", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_a_version()
    {
        await using var client = SockeyeProcess.Start("--version");
        var (exitCode, output) = await client.EndAsync();
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", output);
    }

    private static string Lines(params string[] lines) =>
        lines.Aggregate(new StringBuilder(), (text, line) => text.AppendLine(line)).ToString();
}
