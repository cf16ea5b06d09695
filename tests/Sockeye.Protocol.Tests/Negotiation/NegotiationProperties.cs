using FsCheck;
using FsCheck.Fluent;

namespace Sockeye.Protocol.Tests;

/// <summary>Whatever two ends of this library wish for, they come to an agreement and both know the same.</summary>
public class NegotiationProperties
{
    static readonly string[] Names = ["chat", "superchat", "v1.echo", "v2.echo"];

    static readonly Gen<bool> Flag = Gen.Elements(false, true);

    static readonly Gen<int> WindowBits = Gen.Choose(8, 15);

    static readonly Gen<PerMessageDeflateOptions?> Options =
        from enabled in Gen.Frequency((1, Gen.Constant(false)), (9, Gen.Constant(true)))
        from serverTakeover in Flag
        from clientTakeover in Flag
        from serverBits in WindowBits
        from clientBits in WindowBits
        select enabled ? DeflateOptions.Of(serverTakeover, clientTakeover, serverBits, clientBits) : null;

    static readonly Gen<string[]> Subprotocols = Gen.SubListOf(Names).SelectMany(names => Gen.Shuffle(names.ToArray()));

    static readonly Gen<Case> Cases =
        from nonce in Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), 16)
        from isHttp2 in Flag
        from clientNames in Subprotocols
        from serverNames in Subprotocols
        from client in Options
        from server in Options
        select new Case(nonce, isHttp2, clientNames, serverNames, client, server);

    [Fact]
    public void Two_ends_always_agree() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5_000),
        Prop.ForAll(Cases.ToArbitrary(), AssertAgreement));

    static void AssertAgreement(Case given)
    {
        var version = new Version(given.IsHttp2 ? 2 : 1, given.IsHttp2 ? 0 : 1);
        var client = new ClientHandshake(given.Nonce, version, given.ClientNames, given.Client);
        var answer = ServerHandshake.Negotiate(Request(client, version), given.ServerNames, given.Server);

        Assert.True(answer.IsAccepted, answer.Refusal?.Reason);
        var result = client.Verify(Response(answer, given.IsHttp2));

        Assert.True(result.IsAccepted, result.Failure);
        Assert.Equal(given.ClientNames.FirstOrDefault(given.ServerNames.Contains), result.Subprotocol);
        Assert.Equal(answer.Compression, result.Compression);
        Assert.Equal(given.Client is not null && given.Server is not null, result.Compression is not null);
        if (result.Compression is { } agreed)
        {
            AssertWishes(given.Client!, agreed);
            AssertWishes(given.Server!, agreed);
        }
    }

    static void AssertWishes(PerMessageDeflateOptions wishes, PerMessageDeflateParameters agreed)
    {
        Assert.True(wishes.ServerContextTakeover || agreed.ServerNoContextTakeover);
        Assert.True(wishes.ClientContextTakeover || agreed.ClientNoContextTakeover);
        Assert.InRange(agreed.ServerMaxWindowBits, 8, wishes.ServerMaxWindowBits);
        Assert.InRange(agreed.ClientMaxWindowBits, 8, wishes.ClientMaxWindowBits);
    }

    static HandshakeRequest Request(ClientHandshake client, Version version) => new()
    {
        Method = version.Major == 1 ? "GET" : "CONNECT",
        HttpVersion = version,
        Host = "localhost:3000",
        Protocol = version.Major == 1 ? null : "websocket",
        Upgrade = client.Headers.Header("Upgrade"),
        Connection = client.Headers.Header("Connection"),
        Key = client.Headers.Header("Sec-WebSocket-Key"),
        Version = client.Headers.Header("Sec-WebSocket-Version"),
        Subprotocols = client.Headers.Header("Sec-WebSocket-Protocol"),
        Extensions = client.Headers.Header("Sec-WebSocket-Extensions"),
    };

    static HandshakeResponse Response(ServerHandshakeResult answer, bool isHttp2) => new()
    {
        StatusCode = isHttp2 ? 200 : 101,
        Upgrade = isHttp2 ? null : "websocket",
        Connection = isHttp2 ? null : "Upgrade",
        Accept = answer.Accept,
        Subprotocol = answer.Subprotocol,
        Extensions = answer.Extensions,
    };

    sealed record Case(
        byte[] Nonce,
        bool IsHttp2,
        string[] ClientNames,
        string[] ServerNames,
        PerMessageDeflateOptions? Client,
        PerMessageDeflateOptions? Server);
}
