using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>
/// A program of another maker under remote control: JSON commands go in, JSON events come out, one a line (see
/// <c>node/peer.mjs</c> and <c>python/peer.py</c>, which speak alike). One process can have many connections.
/// </summary>
internal sealed class ScriptedProcess : IScripted
{
    private readonly Process _process;
    private readonly string _origin;
    private readonly StringBuilder _complaints = new();
    private readonly Channel<JsonNode> _listening = Channel.CreateUnbounded<JsonNode>();
    private readonly Channel<ScriptedPeer> _opened = Channel.CreateUnbounded<ScriptedPeer>();
    private readonly ConcurrentDictionary<int, ScriptedPeer> _peers = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;

    private ScriptedProcess(Process process, string origin)
    {
        _process = process;
        _origin = origin;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_complaints)
                _complaints.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Node with the package <c>ws</c>.</summary>
    public static ScriptedProcess Node()
    {
        Assert.True(
            Directory.Exists(Repository.Interop("node", "node_modules", "ws")),
            "The npm package ws is missing. Run ./test, which installs it, or npm ci in tests/Interop/node.");
        return Start("node", Repository.Interop("node", "peer.mjs"), "the Debian package nodejs");
    }

    /// <summary>Debian's Python with its package <c>websockets</c>; another Python in the PATH may lack it.</summary>
    public static ScriptedProcess Python() =>
        Start("/usr/bin/python3", Repository.Interop("python", "peer.py"), "the Debian package python3-websockets");

    /// <summary>Has the program listen; says on which port.</summary>
    public async Task<int> ListenAsync(PeerSettings settings, int port = 0)
    {
        await CommandAsync(new
        {
            Do = "listen",
            Port = port,
            Compression = settings.Compression.ForThem(),
            Subprotocols = settings.SpokenSubprotocols,
            Certificate = settings.Tls ? SelfSigned.CertificatePath : null,
            Key = settings.Tls ? SelfSigned.KeyPath : null,
        });
        var listening = await _listening.Reader.ReadAsync().InTime($"{this} to listen");
        return (int)listening["port"]!;
    }

    /// <summary>Has the program connect; <see cref="NextPeerAsync"/> gives the connection.</summary>
    public Task ConnectAsync(Uri url, PeerSettings settings) => CommandAsync(new
    {
        Do = "connect",
        Url = url,
        Compression = settings.Compression.ForThem(),
        Subprotocols = settings.OfferedSubprotocols,
        Certificate = settings.Tls ? SelfSigned.CertificatePath : null,
    });

    /// <summary>The next connection that has opened.</summary>
    public Task<ScriptedPeer> NextPeerAsync() => _opened.Reader.ReadAsync().InTime($"{this} to open a connection");

    public async Task CommandAsync(object command)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command, JsonSerializerOptions.Web));
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends the program as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().InTime($"{this} to end");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        await _reading.InTime($"the last words of {this}");
        _process.Dispose();
        _writing.Dispose();
    }

    public override string ToString() => Path.GetFileName(_process.StartInfo.FileName);

    private static ScriptedProcess Start(string program, string script, string origin)
    {
        var start = new ProcessStartInfo(program, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        try
        {
            return new ScriptedProcess(Process.Start(start)!, origin);
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"{program} could not be started ({error.Message}). Run ./test, which installs {origin}.", error);
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            Take(JsonNode.Parse(line)!);
        string complaints;
        lock (_complaints)
            complaints = _complaints.ToString();
        var end = new InvalidOperationException($"{this} has ended. (What it needs, {_origin}, is installed by ./test.) {complaints}");
        _listening.Writer.TryComplete(end);
        _opened.Writer.TryComplete(end);
        foreach (var peer in _peers.Values)
            peer.End(end);
    }

    private void Take(JsonNode happened)
    {
        switch ((string?)happened["event"])
        {
            case "listening":
                _listening.Writer.TryWrite(happened);
                break;
            case "open":
                var peer = new ScriptedPeer(this, happened);
                _peers[peer.Id] = peer;
                _opened.Writer.TryWrite(peer);
                break;
            default:
                Tell(happened);
                break;
        }
    }

    private void Tell(JsonNode happened)
    {
        if ((int?)happened["id"] is { } id && _peers.TryGetValue(id, out var peer))
            peer.Take(happened);
        else
            _opened.Writer.TryComplete(new InvalidOperationException($"{this} says: {happened.ToJsonString()}"));
    }
}
