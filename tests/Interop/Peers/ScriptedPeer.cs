using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Peers;

/// <summary>One connection of a program that is told what to do, which ends with it.</summary>
internal sealed class ScriptedPeer : IPeer
{
    private readonly IScripted _script;
    private readonly Channel<PeerMessage> _messages = Channel.CreateUnbounded<PeerMessage>();
    private readonly Channel<byte[]> _pongs = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource<PeerClosure> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedPeer(IScripted script, JsonNode opened)
    {
        _script = script;
        Id = (int)opened["id"]!;
        Subprotocol = (string)opened["subprotocol"]!;
        Extensions = (string)opened["extensions"]!;
    }

    public int Id { get; }

    public string Subprotocol { get; }

    public string Extensions { get; }

    public Task<PeerClosure> Closed => _closed.Task;

    public Task SendAsync(PeerMessage message, int fragments = 1) => _script.CommandAsync(new
    {
        Do = "send",
        Id,
        Binary = message.Type == MessageType.Binary,
        Data = Convert.ToBase64String(message.Payload),
        Fragments = fragments,
    });

    public Task<PeerMessage> ReceiveAsync() => _messages.Reader.ReadAsync().InTime($"a message to reach {_script}");

    public async Task PingAsync(byte[] payload)
    {
        await _script.CommandAsync(new { Do = "ping", Id, Data = Convert.ToBase64String(payload) });
        Assert.Equal(payload, await _pongs.Reader.ReadAsync().InTime($"a pong to reach {_script}"));
    }

    public Task CloseAsync(int? code, string reason) => _script.CommandAsync(new { Do = "close", Id, Code = code, Reason = reason });

    public Task TerminateAsync() => _script.CommandAsync(new { Do = "terminate", Id });

    /// <summary>The process told something about this connection.</summary>
    public void Take(JsonNode happened)
    {
        switch ((string?)happened["event"])
        {
            case "message":
                _messages.Writer.TryWrite(new PeerMessage((bool)happened["binary"]! ? MessageType.Binary : MessageType.Text, Data(happened)));
                break;
            case "pong":
                _pongs.Writer.TryWrite(Data(happened));
                break;
            case "close":
                _closed.TrySetResult(new PeerClosure((int)happened["code"]!, (string)happened["reason"]!));
                End(new InvalidOperationException("The connection has ended."));
                break;
            case "error":
                _messages.Writer.TryComplete(new InvalidOperationException($"{_script} says: {(string)happened["message"]!}"));
                break;
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End(Exception reason)
    {
        _messages.Writer.TryComplete(reason);
        _pongs.Writer.TryComplete(reason);
        _closed.TrySetException(reason);
        // Tests that do not ask how it ended leave the failure unseen.
        _ = _closed.Task.Exception;
    }

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    private static byte[] Data(JsonNode happened) => Convert.FromBase64String((string)happened["data"]!);
}
