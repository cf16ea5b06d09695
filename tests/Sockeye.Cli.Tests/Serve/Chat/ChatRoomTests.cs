using Sockeye.Cli.Serve.Chat;

namespace Sockeye.Cli.Tests.Serve.Chat;

public class ChatRoomTests
{
    private const string AdasKey = "ada-0123456789abcdef";
    private const string GracesKey = "grace-0123456789abcdef";

    private readonly ManualTime _time = new();
    private readonly ChatRoom _room;

    public ChatRoomTests() => _room = new ChatRoom(_time);

    [Fact]
    public void A_newcomer_is_welcomed_with_who_is_there_and_what_was_said()
    {
        var (_, ada) = Join("Ada", AdasKey);
        _room.Say(ada, "Hello?", "ref-1");
        var (grace, _) = Join("Grace", GracesKey);

        var welcome = Assert.Single(grace.Received);
        Assert.Equal("welcome", (string?)welcome["type"]);
        Assert.Equal(_room.Id, (string?)welcome["room"]);
        Assert.Equal(["Ada", "Grace"], welcome["people"]!.AsArray().Select(person => (string)person!["name"]!));
        Assert.Contains(welcome["people"]!.AsArray(), person => (string?)person!["id"] == (string?)welcome["you"]);
        Assert.Equal(["joined", "message", "joined"], welcome["history"]!.AsArray().Select(entry => (string)entry!["type"]!));
        Assert.Equal("Hello?", (string?)welcome["history"]![1]!["text"]);
    }

    [Fact]
    public void Everybody_gets_every_message_the_sender_included_numbered_and_timed()
    {
        var (ada, adaIn) = Join("Ada", AdasKey);
        var (grace, _) = Join("Grace", GracesKey);
        _room.Say(adaIn, "Hello", "ref-1");

        Assert.Equal(ada.Last.ToJsonString(), grace.Last.ToJsonString());
        Assert.Equal("Hello", (string?)grace.Last["text"]);
        Assert.Equal("Ada", (string?)grace.Last["from"]!["name"]);
        Assert.Equal("ref-1", (string?)grace.Last["ref"]);
        Assert.Equal(3, (long)grace.Last["id"]!);
        Assert.Equal(_time.GetUtcNow(), DateTimeOffset.Parse((string)grace.Last["at"]!, null));
    }

    [Fact]
    public void Joins_and_leaves_are_told_to_the_others()
    {
        var (ada, _) = Join("Ada", AdasKey);
        var (_, grace) = Join("Grace", GracesKey);
        _room.Leave(grace);
        _room.Leave(grace);

        Assert.Equal(["welcome", "joined", "left"], ada.Types);
        Assert.Equal("Grace", (string?)ada.Last["person"]!["name"]);
    }

    [Fact]
    public void The_same_key_takes_over_without_a_word_to_the_others()
    {
        var (ada, _) = Join("Ada", AdasKey);
        var (graceBefore, before) = Join("Grace", GracesKey);
        var (graceAfter, after) = Join("Grace", GracesKey);

        Assert.True(graceBefore.WasReplaced);
        Assert.Equal("welcome", Assert.Single(graceAfter.Types));
        _room.Leave(before);
        _room.Say(before, "from the past", null);
        Assert.Equal(["welcome", "joined"], ada.Types);
        _room.Say(after, "I am back", null);
        Assert.Equal("I am back", (string?)ada.Last["text"]);
    }

    [Fact]
    public void The_same_key_with_another_name_leaves_and_joins()
    {
        var (ada, _) = Join("Ada", AdasKey);
        Join("Grace", GracesKey);
        Join("Admiral", GracesKey);

        Assert.Equal(["welcome", "joined", "left", "joined"], ada.Types);
        Assert.Equal(ada.Received[2]["person"]!["id"]!.ToString(), ada.Received[3]["person"]!["id"]!.ToString());
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_in_any_case()
    {
        Join("Ada", AdasKey);
        var error = _room.Join("ADA", GracesKey, new FakePeer(), out _);
        Assert.Equal("name-taken", error?.Code);
    }

    [Fact]
    public void A_person_keeps_the_id_over_a_restart_and_it_does_not_give_the_key_away()
    {
        var (_, before) = Join("Ada", AdasKey);
        new ChatRoom(_time).Join("Ada", AdasKey, new FakePeer(), out var after);
        Assert.Equal(before.Person.Id, after.Person.Id);
        Assert.DoesNotContain(before.Person.Id, AdasKey, StringComparison.Ordinal);
    }

    [Fact]
    public void The_history_is_bounded()
    {
        var (_, ada) = Join("Ada", AdasKey);
        for (var i = 0; i < 3 * ChatRoom.MaxHistory; i++)
            _room.Say(ada, $"message {i}", null);
        var (grace, _) = Join("Grace", GracesKey);

        var history = grace.Last["history"]!.AsArray();
        Assert.Equal(ChatRoom.MaxHistory, history.Count);
        Assert.Equal("joined", (string?)history[^1]!["type"]);
        Assert.Equal("message 299", (string?)history[^2]!["text"]);
    }

    [Fact]
    public void A_full_room_says_so()
    {
        for (var i = 0; i < ChatRoom.MaxPeople; i++)
            Assert.Null(_room.Join($"visitor {i}", $"key-of-visitor-{i:d8}", new FakePeer(), out _));
        Assert.Equal("room-full", _room.Join("one more", AdasKey, new FakePeer(), out _)?.Code);
        Assert.Null(_room.Join("visitor 7", $"key-of-visitor-{7:d8}", new FakePeer(), out _));
    }

    [Fact]
    public void A_visitor_who_leaves_while_being_delivered_to_disturbs_nobody()
    {
        var (ada, adaIn) = Join("Ada", AdasKey);
        var (grace, graceIn) = Join("Grace", GracesKey);
        var (linus, linusIn) = Join("Linus", "linus-0123456789abcdef");
        grace.OnDeliver = () => { grace.OnDeliver = null; _room.Leave(graceIn); };
        _room.Say(adaIn, "one", null);
        _room.Say(linusIn, "two", null);

        Assert.Contains("left", linus.Types);
        Assert.Equal("two", (string?)ada.Last["text"]);
        Assert.Equal("one", (string?)grace.Last["text"]);
    }

    private (FakePeer Peer, ChatMember Member) Join(string name, string key)
    {
        var peer = new FakePeer();
        Assert.Null(_room.Join(name, key, peer, out var member));
        return (peer, member);
    }
}
