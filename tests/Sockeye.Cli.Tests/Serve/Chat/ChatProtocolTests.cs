using System.Text;
using Sockeye.Cli.Serve.Chat;

namespace Sockeye.Cli.Tests.Serve.Chat;

public class ChatProtocolTests
{
    [Fact]
    public void A_message_has_the_documented_shape()
    {
        var said = new ChatSaid(7, new DateTimeOffset(2026, 5, 17, 9, 30, 0, TimeSpan.Zero), new ChatPerson("ab12", "Ädä"), "<b>Hi</b> 👋", "r1");
        Assert.Equal(
            """{"type":"message","id":7,"at":"2026-05-17T09:30:00+00:00","from":{"id":"ab12","name":"Ädä"},"text":"<b>Hi</b> 👋","ref":"r1"}""",
            Encoding.UTF8.GetString(ChatProtocol.Write(said).Payload.Span).Replace(@"\uD83D\uDC4B", "👋", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_there_is_left_out() =>
        Assert.Equal(
            """{"type":"error","code":"not-joined","text":"Join first."}""",
            Encoding.UTF8.GetString(ChatProtocol.Write(new ChatError("not-joined", "Join first.")).Payload.Span));

    [Fact]
    public void The_longest_text_fits_into_the_largest_message()
    {
        var json = $$"""{"type":"message","text":"{{string.Concat(Enumerable.Repeat(@"\u00e4", ChatProtocol.MaxText))}}","ref":"{{new string('r', 64)}}"}""";
        Assert.InRange(Encoding.UTF8.GetByteCount(json), 0, ChatProtocol.MaxMessageSize);
        Assert.Equal(ChatProtocol.MaxText, ChatProtocol.Read(new WebSocketMessage(MessageType.Text, Encoding.UTF8.GetBytes(json)))?.Text?.Length);
    }
}
