using System.Text;
using System.Text.Json.Nodes;
using Sockeye.Cli.Serve.Chat;

namespace Sockeye.Cli.Tests.Serve.Chat;

/// <summary>A visitor that keeps what it gets.</summary>
internal sealed class FakePeer : IChatPeer
{
    private readonly List<JsonNode> _received = [];

    /// <summary>Called at each delivery, as by a connection that ends in the middle of one.</summary>
    public Action? OnDeliver { get; set; }

    public bool WasReplaced { get; private set; }

    public IReadOnlyList<JsonNode> Received => _received;

    public IEnumerable<string> Types => _received.Select(message => (string)message["type"]!);

    public JsonNode Last => _received[^1];

    public void Deliver(PreparedMessage message)
    {
        Assert.Equal(MessageType.Text, message.Type);
        _received.Add(JsonNode.Parse(Encoding.UTF8.GetString(message.Payload.Span))!);
        OnDeliver?.Invoke();
    }

    public void Replace() => WasReplaced = true;
}
