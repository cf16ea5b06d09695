using FsCheck;
using FsCheck.Fluent;

namespace Sockeye.Protocol.Tests;

/// <summary>Whatever a peer puts into its headers, nothing is thrown and nothing of it comes out raw.</summary>
public class HostileHeaderProperties
{
    static readonly string[] Pieces =
    [
        ",", ";", "=", "\"", "\\", " ", "\t", "\r\n", "\n", "\0", "\u007f", "é", "\u2028", "\ud800", "<script>", "'", "/", "(",
        "websocket", "upgrade", "Upgrade", "13", "8", "15", "16", "chat", "permessage-deflate", "; client_max_window_bits",
        "; server_max_window_bits=", "; server_no_context_takeover", "; client_no_context_takeover", "x",
        Handshakes.SampleKey, Handshakes.SampleAccept, "GET", "CONNECT", "Set-Cookie: a=b",
    ];

    static readonly Gen<string?> Woven = Gen.ListOf(Gen.Elements(Pieces)).Select(pieces => (string?)string.Concat(pieces));

    static readonly Gen<string?> Any = ArbMap.Default.GeneratorFor<string?>();

    // Mostly right, so that the checks behind the first are reached.
    static Gen<string?> Mostly(string? right) =>
        Gen.Frequency((6, Gen.Constant(right)), (4, Woven), (1, Any), (1, Gen.Constant<string?>(null)));

    static readonly Gen<HandshakeRequest> Requests =
        from isHttp2 in Gen.Elements(false, true)
        from method in Mostly(isHttp2 ? "CONNECT" : "GET")
        from protocol in Mostly(isHttp2 ? "websocket" : null)
        from host in Mostly("localhost:3000")
        from upgrade in Mostly("websocket")
        from connection in Mostly("Upgrade")
        from key in Mostly(Handshakes.SampleKey)
        from version in Mostly("13")
        from subprotocols in Mostly("chat, superchat")
        from extensions in Mostly("permessage-deflate; client_max_window_bits")
        select new HandshakeRequest
        {
            Method = method ?? "",
            HttpVersion = isHttp2 ? new Version(2, 0) : new Version(1, 1),
            Protocol = protocol,
            Host = host,
            Upgrade = upgrade,
            Connection = connection,
            Key = key,
            Version = version,
            Subprotocols = subprotocols,
            Extensions = extensions,
        };

    static readonly Gen<HandshakeResponse> Responses =
        from status in Gen.Frequency((9, Gen.Constant(101)), (1, Gen.Choose(-1, 999)))
        from upgrade in Mostly("websocket")
        from connection in Mostly("Upgrade")
        from accept in Mostly(Handshakes.SampleAccept)
        from subprotocol in Mostly("chat")
        from extensions in Mostly("permessage-deflate; server_no_context_takeover")
        select new HandshakeResponse
        {
            StatusCode = status,
            Upgrade = upgrade,
            Connection = connection,
            Accept = accept,
            Subprotocol = subprotocol,
            Extensions = extensions,
        };

    [Fact]
    public void A_server_refuses_or_accepts_cleanly() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(20_000),
        Prop.ForAll(Requests.ToArbitrary(), request => AssertClean(
            ServerHandshake.Negotiate(request, ["chat"], new PerMessageDeflateOptions()))));

    [Fact]
    public void A_client_fails_or_accepts_cleanly() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(20_000),
        Prop.ForAll(Responses.ToArbitrary(), response => AssertClean(
            Handshakes.Client(new PerMessageDeflateOptions(), "chat").Verify(response))));

    static void AssertClean(ServerHandshakeResult result)
    {
        AssertLine(result.Accept);
        AssertLine(result.Extensions);
        Assert.True(result.Subprotocol is null or "chat");
        AssertLine(result.Refusal?.Reason);
        if (result.Refusal is { } refusal)
        {
            Assert.Contains(refusal.StatusCode, new[] { 400, 405, 426, 501 });
            Assert.All(refusal.Headers, header => AssertLine(header.Value));
        }
    }

    static void AssertClean(ClientHandshakeResult result)
    {
        AssertLine(result.Failure);
        Assert.True(result.Subprotocol is null or "chat");
    }

    // One line of printable ASCII, short enough for a log and a response body.
    static void AssertLine(string? text)
    {
        if (text is not null)
        {
            Assert.NotEmpty(text);
            Assert.InRange(text.Length, 1, 300);
            Assert.All(text, character => Assert.InRange(character, ' ', '~'));
        }
    }
}
