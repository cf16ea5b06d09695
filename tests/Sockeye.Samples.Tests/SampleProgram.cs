using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Sockeye.Samples.Tests;

/// <summary>A sample as its reader runs it: a process of its own, with what it prints and an end by signal.</summary>
internal sealed partial class SampleProgram : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();

    public SampleProgram(string name, params string[] arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var assembly = Path.Combine(root, "samples", name, "bin", output.Parent.Name, output.Name, $"{name}.dll");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += Collect;
        _process.ErrorDataReceived += Collect;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public StreamWriter Input => _process.StandardInput;

    /// <summary>An address on a port that was free a moment ago.</summary>
    public static string FreeAddress(string scheme = "ws")
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"{scheme}://127.0.0.1:{((IPEndPoint)probe.LocalEndPoint!).Port}";
    }

    /// <summary>Reads on until a line contains the text.</summary>
    public async Task<string> WaitForAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await _output.Reader.ReadAsync(cancellationToken);
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }
    }

    /// <summary>Ends the program as Ctrl+C or a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        Assert.Equal(0, Kill(_process.Id, Terminate));
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits for a program that ends by itself, and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _output.Writer.TryWrite(line.Data);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
