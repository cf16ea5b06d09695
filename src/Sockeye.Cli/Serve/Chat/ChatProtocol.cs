using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sockeye.Cli.Serve.Chat;

/// <summary>
/// The wire protocol of <c>/chat</c>: text messages, each a JSON object with a <c>type</c>. This is its one description; the page's
/// <c>js/protocol.js</c> follows it. A reader ignores types and members it does not know.
/// <para>From the visitor:</para>
/// <code>
/// {"type":"join","name":"Ada","key":"5f3c…"}              first of all; name: 1 to 32 characters; key: a secret of 16 to 64 letters,
///                                                         digits or '-' that the visitor keeps: who comes again with the same key is
///                                                         the same person, and takes over from a connection that is still open
/// {"type":"message","text":"Hello","ref":"9a1e…"}         text: 1 to 2,000 characters; ref: optional, the visitor's own name for
///                                                         the message, up to 64 letters, digits or '-'
/// </code>
/// <para>From the server:</para>
/// <code>
/// {"type":"welcome","room":"…","you":ID,"people":[P,…],"history":[E,…]}   answers join. room: changes when the server restarts, and
///                                                         with it all numbers begin again; history: the latest events, oldest first
/// {"type":"message","id":7,"at":TIME,"from":P,"text":"…","ref":"…"}       an event E: somebody's message, the sender's own included
/// {"type":"joined","id":8,"at":TIME,"person":P}                           an event E
/// {"type":"left","id":9,"at":TIME,"person":P}                             an event E
/// {"type":"error","code":"too-fast","text":"…","ref":"…"}                 answers a message that was not taken; text is for people
/// </code>
/// <para>
/// P is <c>{"id":ID,"name":"…"}</c>; a person's id is derived from the key, so that it stays the same when the server restarts. Event
/// ids rise by one within a room, and everybody gets the events in their order. TIME is UTC (RFC 3339). Lengths are in UTF-16 code
/// units, as in a browser. Control characters are taken out of names and texts. At most 5 messages a second are taken from a
/// connection, with bursts of 10.
/// </para>
/// <para>
/// Error codes: <c>malformed</c>, <c>not-joined</c>, <c>name-invalid</c>, <c>name-taken</c>, <c>key-invalid</c>, <c>text-invalid</c>,
/// <c>too-fast</c>, <c>room-full</c>. Close code 4001: the same visitor has connected from elsewhere.
/// </para>
/// </summary>
internal static class ChatProtocol
{
    public const int MaxName = 32;
    public const int MinKey = 16;
    public const int MaxKey = 64;
    public const int MaxText = 2000;

    /// <summary>Bytes of a message from a visitor: 2,000 characters, each written as a JSON escape, fit.</summary>
    public const int MaxMessageSize = 16 * 1024;

    public const CloseCode Replaced = (CloseCode)4001;

    /// <summary>A message from a visitor, or null when it is not JSON of the right shape.</summary>
    public static ChatRequest? Read(WebSocketMessage message)
    {
        if (!message.IsText)
            return null;
        try
        {
            return JsonSerializer.Deserialize(message.Payload.Span, ChatJson.Default.ChatRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A message from the server, encoded once for everybody.</summary>
    public static PreparedMessage Write(ChatReply reply) =>
        new(JsonSerializer.SerializeToUtf8Bytes(reply, ChatJson.Default.ChatReply), MessageType.Text);
}

/// <summary>Anything a visitor says; which members matter depends on <paramref name="Type"/>.</summary>
internal sealed record ChatRequest(string? Type, string? Name, string? Key, string? Text, string? Ref);

/// <summary>Anything the server says.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ChatWelcome), "welcome")]
[JsonDerivedType(typeof(ChatSaid), "message")]
[JsonDerivedType(typeof(ChatJoined), "joined")]
[JsonDerivedType(typeof(ChatLeft), "left")]
[JsonDerivedType(typeof(ChatError), "error")]
internal abstract record ChatReply;

internal sealed record ChatWelcome(string Room, string You, IReadOnlyList<ChatPerson> People, IReadOnlyList<ChatReply> History) : ChatReply;

internal sealed record ChatSaid(long Id, DateTimeOffset At, ChatPerson From, string Text, string? Ref) : ChatReply;

internal sealed record ChatJoined(long Id, DateTimeOffset At, ChatPerson Person) : ChatReply;

internal sealed record ChatLeft(long Id, DateTimeOffset At, ChatPerson Person) : ChatReply;

internal sealed record ChatError(string Code, string Text, string? Ref = null) : ChatReply;

internal sealed record ChatPerson(string Id, string Name);
