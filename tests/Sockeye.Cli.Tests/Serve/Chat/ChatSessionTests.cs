using System.Text;
using Sockeye.Cli.Serve.Chat;

namespace Sockeye.Cli.Tests.Serve.Chat;

public class ChatSessionTests
{
    private const string Join = """{"type":"join","name":"Ada","key":"ada-0123456789abcdef"}""";

    private readonly FakePeer _peer = new();
    private readonly ManualTime _time = new();
    private readonly ChatSession _session;

    public ChatSessionTests() => _session = new ChatSession(new ChatRoom(_time), _peer, new MessageRate(_time));

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("hello", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("null", "malformed")]
    [InlineData("{}", "malformed")]
    [InlineData("""{"type":7}""", "malformed")]
    [InlineData("""{"type":"dance"}""", "malformed")]
    [InlineData("""{"type":"join","name":["a"],"key":"ada-0123456789abcdef"}""", "malformed")]
    [InlineData("""{"type":"join","name":"\ud83d","key":"ada-0123456789abcdef"}""", "malformed")]
    [InlineData("""{"type":"message","text":"Hello"}""", "not-joined")]
    [InlineData("""{"type":"join","key":"ada-0123456789abcdef"}""", "name-invalid")]
    [InlineData("""{"type":"join","name":" ","key":"ada-0123456789abcdef"}""", "name-invalid")]
    [InlineData("""{"type":"join","name":"Ada"}""", "key-invalid")]
    [InlineData("""{"type":"join","name":"Ada","key":"short"}""", "key-invalid")]
    public void What_cannot_be_taken_is_answered(string json, string code)
    {
        Assert.Equal(code, Handle(json)?.Code);
        Assert.Empty(_peer.Received);
    }

    [Fact]
    public void A_binary_message_is_malformed() =>
        Assert.Equal("malformed", _session.Handle(new WebSocketMessage(MessageType.Binary, Encoding.UTF8.GetBytes(Join)))?.Code);

    [Fact]
    public void Who_has_joined_can_speak()
    {
        Assert.Null(Handle(Join));
        Assert.Null(Handle("""{"type":"message","text":" Hello\u0007 ","ref":"r1","more":{"unknown":true}}"""));
        Assert.Equal("Hello", (string?)_peer.Last["text"]);
        Assert.Equal("r1", (string?)_peer.Last["ref"]);
    }

    [Fact]
    public void Joining_twice_is_refused()
    {
        Assert.Null(Handle(Join));
        Assert.Equal("malformed", Handle(Join)?.Code);
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused_by_its_ref()
    {
        Assert.Null(Handle(Join));
        var error = Handle($$"""{"type":"message","text":"{{new string('x', 2001)}}","ref":"r2"}""");
        Assert.Equal(("text-invalid", "r2"), (error?.Code, error?.Ref));
    }

    [Fact]
    public void Too_many_messages_are_answered_not_swallowed()
    {
        Assert.Null(Handle(Join));
        for (var i = 0; i < 9; i++)
            Assert.Null(Handle("""{"type":"message","text":"Hello"}"""));
        var error = Handle("""{"type":"message","text":"Hello","ref":"r11"}""");
        Assert.Equal(("too-fast", "r11"), (error?.Code, error?.Ref));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Handle("""{"type":"message","text":"Hello"}"""));
    }

    [Fact]
    public void The_end_of_a_session_that_never_joined_is_nobodys_business()
    {
        _session.End();
        Assert.Empty(_peer.Received);
    }

    private ChatError? Handle(string json) => _session.Handle(new WebSocketMessage(MessageType.Text, Encoding.UTF8.GetBytes(json)));
}
