using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Sockeye.Cli.Tests.EndToEnd;

/// <summary>The tool as its users have it: a process with arguments, standard streams, signals and an exit code.</summary>
internal sealed partial class SockeyeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task _errorRead;

    private SockeyeProcess(string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        _process = Process.Start(start)!;
        _errorRead = ReadErrorAsync();
    }

    public StreamWriter Input => _process.StandardInput;

    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    /// <summary>Where a server listens, such as <c>ws://127.0.0.1:40123</c>.</summary>
    public string Url { get; private set; } = "";

    private static string Tool => typeof(SockeyeCommand).Assembly.Location;

    public static SockeyeProcess Start(params string[] args) => new("dotnet", [Tool, .. args]);

    /// <summary>Starts it at a terminal of its own (util-linux's <c>script</c>); input is what is typed, output what is seen.</summary>
    /// <param name="arguments">Plain words: a shell splits them.</param>
    public static SockeyeProcess StartAtTerminal(string arguments) =>
        new("script", ["--quiet", "--return", "--command", $"env TERM=xterm dotnet '{Tool}' {arguments}", "/dev/null"]);

    /// <summary>Starts a server on a free port and waits until it has said where it is.</summary>
    public static Task<SockeyeProcess> ServeAsync(params string[] args) => ServeOnAsync("ws://127.0.0.1:0", args);

    public static async Task<SockeyeProcess> ServeOnAsync(string url, params string[] args)
    {
        var server = Start(["serve", "--url", url, .. args]);
        while (server.Url.Length == 0)
        {
            var line = await server.ReadLineAsync();
            Assert.True(line is not null, $"The server ended before it had started. {server.Error}");
            server.Url = SocketUrl().Match(line).Value;
        }

        return server;
    }

    public async Task<string?> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    /// <summary>Reads lines until one contains a text.</summary>
    /// <returns>That line.</returns>
    public async Task<string> ReadUntilAsync(string text)
    {
        while (await ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new EndOfStreamException($"The output ended before '{text}' came. {Error}");
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code and the rest of standard output.</returns>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await _errorRead;
        return (_process.ExitCode, output);
    }

    /// <param name="name">INT or TERM.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task ReadErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_error)
                _error.AppendLine(line);
        }
    }

    [GeneratedRegex(@"wss?://127\.0\.0\.1:\d+")]
    private static partial Regex SocketUrl();
}
