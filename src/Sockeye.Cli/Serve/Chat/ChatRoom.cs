using System.Security.Cryptography;
using System.Text;

namespace Sockeye.Cli.Serve.Chat;

/// <summary>
/// The one room: who is in it, and what was said last. Events are numbered and handed out under one lock, so that everybody gets
/// them in the same order, each once, and the welcome before all of them. Safe for concurrent use.
/// </summary>
internal sealed class ChatRoom(TimeProvider time)
{
    public const int MaxPeople = 1000;
    public const int MaxHistory = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ChatMember> _members = [];
    private readonly Queue<ChatReply> _history = new(MaxHistory);

    // Copied on change: a delivery may end a connection, whose leaving then must not disturb the round of deliveries.
    private ChatMember[] _audience = [];
    private long _lastId;

    /// <summary>Names this life of the room; numbers of another one mean nothing here.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Lets a visitor in, or in again.</summary>
    /// <param name="name">A name that <see cref="ChatInput"/> has let through.</param>
    /// <param name="key">The visitor's secret.</param>
    /// <param name="peer">The way to the visitor.</param>
    /// <param name="member">The member, when there is no error.</param>
    /// <returns>Why not, or null.</returns>
    public ChatError? Join(string name, string key, IChatPeer peer, out ChatMember member)
    {
        member = new ChatMember(new ChatPerson(PersonId(key), name), peer);
        lock (_gate)
        {
            var earlier = _members.GetValueOrDefault(member.Person.Id);
            if (earlier is null && _members.Count >= MaxPeople)
                return new ChatError("room-full", "The room is full. Please try again later.");
            if (_members.Values.Any(other => other != earlier && other.Person.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                return new ChatError("name-taken", $"Somebody here is called {name} already. Please choose another name.");

            Enter(member, earlier);
            return null;
        }
    }

    public void Say(ChatMember member, string text, string? reference)
    {
        lock (_gate)
        {
            if (IsIn(member))
                Publish(new ChatSaid(++_lastId, time.GetUtcNow(), member.Person, text, reference));
        }
    }

    /// <summary>Lets a member go. Whoever has been replaced by a newer connection, or has left already, goes unnoticed.</summary>
    public void Leave(ChatMember member)
    {
        lock (_gate)
        {
            if (!IsIn(member))
                return;
            _members.Remove(member.Person.Id);
            _audience = [.. _members.Values];
            Publish(new ChatLeft(++_lastId, time.GetUtcNow(), member.Person));
        }
    }

    private void Enter(ChatMember member, ChatMember? earlier)
    {
        if (earlier is not null)
        {
            // A new connection with the same name is a reconnect, and nobody's business; with another, it is a change of name.
            if (earlier.Person != member.Person)
                Leave(earlier);
            earlier.Peer.Replace();
        }

        var joins = !_members.ContainsKey(member.Person.Id);
        if (joins)
            Publish(new ChatJoined(++_lastId, time.GetUtcNow(), member.Person));
        _members[member.Person.Id] = member;
        _audience = [.. _members.Values];
        member.Peer.Deliver(ChatProtocol.Write(
            new ChatWelcome(Id, member.Person.Id, [.. _audience.Select(other => other.Person)], [.. _history])));
    }

    private void Publish(ChatReply happening)
    {
        if (_history.Count == MaxHistory)
            _history.Dequeue();
        _history.Enqueue(happening);
        var message = ChatProtocol.Write(happening);
        foreach (var member in _audience)
            member.Peer.Deliver(message);
    }

    private bool IsIn(ChatMember member) => _members.GetValueOrDefault(member.Person.Id) == member;

    // The id is public and the key is not: a hash leads from one to the other and not back.
    private static string PersonId(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 8));
}

/// <summary>A visitor by one connection. Compared by reference: the same visitor's next connection is another member.</summary>
internal sealed class ChatMember(ChatPerson person, IChatPeer peer)
{
    public ChatPerson Person { get; } = person;

    public IChatPeer Peer { get; } = peer;
}
