using Sockeye.Interop.Contract;
using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Browser;

/// <summary>A browser's own WebSocket as the client of our server.</summary>
[Collection(ChromiumTests.Name)]
public sealed class BareSocketTests(Chromium chromium)
{
    [Theory]
    [InlineData(false, Compression.OnlyTheirs)]
    [InlineData(false, Compression.NoContextTakeover)]
    [InlineData(false, Compression.ContextTakeover)]
    [InlineData(false, Compression.SmallWindows)]
    [InlineData(true, Compression.OnlyTheirs)]
    [InlineData(true, Compression.ContextTakeover)]
    public async Task Messages_of_every_size_come_through_whole(bool tls, Compression compression)
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings { Tls = tls, Compression = compression });
        Assert.Equal(compression.IsAgreed(), pair.Ours.IsCompressed);
        AssertAgreed(compression, pair.Theirs.Extensions);
        foreach (var message in Payloads.OfEverySize())
            await pair.ExchangeAsync(message);
    }

    [Theory]
    [InlineData(false, "HTTP/1.1")]
    [InlineData(true, "HTTP/2")]
    public async Task The_page_and_its_socket_share_the_protocol(bool tls, string protocol)
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings { Tls = tls });
        Assert.Equal(protocol, pair.Ours.Request.Protocol);
        await pair.ExchangeAsync(PeerMessage.Of("hello"));
    }

    [Fact]
    public async Task A_subprotocol_is_agreed_on()
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings
        {
            OfferedSubprotocols = ["unheard.of", "v2.sockeye.test"],
            SpokenSubprotocols = ["v2.sockeye.test"],
        });
        Assert.Equal("v2.sockeye.test", pair.Ours.Subprotocol);
        Assert.Equal("v2.sockeye.test", pair.Theirs.Subprotocol);
    }

    [Theory]
    [InlineData(false, 1000, "")]
    [InlineData(false, 3000, "уходим 🐟")]
    [InlineData(false, 4999, "enough")]
    [InlineData(true, 4000, "enough")]
    public async Task The_page_closes_with_a_code_and_a_reason(bool tls, int code, string reason)
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings { Tls = tls });
        await pair.Theirs.CloseAsync(code, reason);
        Assert.Equal(new WebSocketClosure((CloseCode)code, reason, ClosedBy.Peer, WasClean: true), await pair.EndOfOursAsync());
        Assert.Equal(new PeerClosure(code, reason), await pair.EndOfTheirsAsync());
    }

    [Fact]
    public async Task The_page_closes_without_a_code()
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings());
        await pair.Theirs.CloseAsync(null, "");
        Assert.Equal(new WebSocketClosure(CloseCode.NoStatusReceived, "", ClosedBy.Peer, WasClean: true), await pair.EndOfOursAsync());
        Assert.Equal(new PeerClosure(1005, ""), await pair.EndOfTheirsAsync());
    }

    [Theory]
    [InlineData(false, 1000, "")]
    [InlineData(false, 1012, "back in a minute")]
    [InlineData(false, 4999, "уходим 🐟")]
    [InlineData(true, 4000, "enough")]
    public async Task We_close_with_a_code_and_a_reason(bool tls, int code, string reason)
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings { Tls = tls });
        var closure = await pair.Ours.CloseAsync((CloseCode)code, reason).InTime("our close");
        Assert.Equal(new WebSocketClosure((CloseCode)code, reason, ClosedBy.Local, WasClean: true), closure);
        Assert.Equal(new PeerClosure(code, reason), await pair.EndOfTheirsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Our_abort_is_an_abnormal_end_for_the_page(bool tls)
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings { Tls = tls });
        pair.Ours.Abort();
        Assert.Equal(new PeerClosure(1006, ""), await pair.EndOfTheirsAsync());
    }

    [Fact]
    public async Task A_message_too_big_ends_in_1009()
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings { MaxMessageSize = 1000, Compression = Compression.ContextTakeover });
        await pair.Theirs.SendAsync(new PeerMessage(MessageType.Binary, new byte[1001]));
        var told = await pair.EndOfTheirsAsync();
        Assert.Equal(1009, told.Code);
        Assert.Contains("1000", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task We_ping_a_page()
    {
        await using var pair = await BarePage.PairAsync(chromium, new PeerSettings());
        Assert.True(await pair.Ours.PingAsync(TestContext.Current.CancellationToken).InTime("a pong") > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_visitor_who_leaves_the_page_is_gone_with_1001()
    {
        await using var site = await BareSite.StartAsync(new PeerSettings());
        await using var page = await BarePage.OpenAsync(chromium, site.Page);
        await page.ConnectAsync(site.Socket);
        var ours = await site.AcceptAsync();
        await page.LeaveAsync();
        Assert.Equal(new WebSocketClosure(CloseCode.GoingAway, "", ClosedBy.Peer, WasClean: true), await ours.Completion.InTime("the end"));
    }

    [Fact]
    public async Task A_page_of_another_origin_is_not_let_in()
    {
        await using var site = await BareSite.StartAsync(new PeerSettings());
        await using var elsewhere = await BareSite.StartAsync(new PeerSettings());
        await using var page = await BarePage.OpenAsync(chromium, elsewhere.Page);
        Assert.Equal(new PeerClosure(1006, ""), await page.FailToConnectAsync(site.Socket));
        Assert.Empty(site.Connections);
        // The very page may talk to its own server.
        await page.ConnectAsync(elsewhere.Socket);
        Assert.Single(elsewhere.Connections);
    }

    /// <summary>Chromium always offers plain <c>client_max_window_bits</c>, takes what the server says, and asks for nothing else.</summary>
    private static void AssertAgreed(Compression compression, string extensions)
    {
        var parameters = extensions.Split(';', StringSplitOptions.TrimEntries);
        string[] expected = compression switch
        {
            Compression.NoContextTakeover => ["permessage-deflate", "server_no_context_takeover", "client_no_context_takeover"],
            Compression.ContextTakeover => ["permessage-deflate"],
            Compression.SmallWindows => ["permessage-deflate", "server_max_window_bits=9", "client_max_window_bits=10"],
            _ => [""],
        };
        Assert.Equal(expected, parameters);
    }
}
