using System.Text;

namespace Sockeye.Protocol.Tests.Conformance;

/// <summary>What a reader yielded, in words: pieces of a message are joined, so that it does not depend on how the bytes were cut.</summary>
internal sealed class Transcript
{
    private const int LongestShown = 40;

    private readonly List<string> _events = [];
    private readonly List<byte> _message = [];

    public void Add(MessagePart part, MessageReader reader)
    {
        switch (part.Kind)
        {
            case PartKind.Data:
                AddPiece(part);
                break;
            case PartKind.Ping:
                _events.Add($"ping {Quote(part.Payload.Span)}");
                break;
            case PartKind.Pong:
                _events.Add($"pong {Quote(part.Payload.Span)}");
                break;
            case PartKind.Close:
                _events.Add($"close {(ushort)reader.CloseCode} '{reader.CloseReason}'");
                break;
            case PartKind.Failed:
                _events.Add($"failed {(ushort)reader.Failure!.Code} {reader.Failure.Clause}");
                break;
        }
    }

    public override string ToString() => string.Join(", ", _events);

    private void AddPiece(MessagePart part)
    {
        Assert.Equal(_message.Count == 0, part.IsStart || _message.Count == 0);
        _message.AddRange(part.Payload.Span);
        if (!part.IsEnd)
            return;
        _events.Add(part.Type == MessageType.Text ? $"text {Quote([.. _message])}" : $"binary {Show([.. _message])}");
        _message.Clear();
    }

    private static string Show(ReadOnlySpan<byte> bytes) =>
        bytes.Length > LongestShown ? $"{bytes.Length} bytes" : Convert.ToHexStringLower(bytes);

    private static string Quote(ReadOnlySpan<byte> bytes) =>
        bytes.Length > LongestShown ? $"{bytes.Length} bytes" : $"'{Encoding.UTF8.GetString(bytes)}'";
}
