using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Browser;

/// <summary>The built tool as its users run it: <c>sockeye serve</c> in a process of its own.</summary>
internal sealed partial class ServeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServeProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"sockeye serve has ended: {Said}"));
        process.EnableRaisingEvents = true;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The chat page's address.</summary>
    public Uri Page { get; private set; } = null!;

    private string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts the tool and waits until it serves.</summary>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="tls">Whether to serve wss:// with the certificate of <see cref="SelfSigned"/>.</param>
    public static async Task<ServeProcess> StartAsync(int port = 0, bool tls = false)
    {
        string[] url = ["--url", $"{(tls ? "wss" : "ws")}://127.0.0.1:{port}"];
        string[] certificate = tls ? ["--cert", SelfSigned.CertificatePath, "--key", SelfSigned.KeyPath] : [];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sockeye.dll"), "serve", .. url, .. certificate])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new ServeProcess(new Process { StartInfo = start });
        server.Page = await server._ready.Task.InTime("sockeye serve to be ready");
        return server;
    }

    /// <summary>Ends it as a crash or a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().InTime("sockeye serve to be dead");
    }

    /// <summary>Ends it as Ctrl+C or a service manager would; its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync().InTime("the signal to be sent");
        await _process.WaitForExitAsync().InTime("sockeye serve to end");
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
        if (line is not null && PageLine().Match(line) is { Success: true } match)
            _ready.TrySetResult(new Uri(match.Value));
    }

    [GeneratedRegex("https?://127\\.0\\.0\\.1:[0-9]+/")]
    private static partial Regex PageLine();
}
