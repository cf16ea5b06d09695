namespace Sockeye.Protocol.Tests;

/// <summary>RFC 6455 sections 1.9, 4.1 and 4.2.2: the choice of a subprotocol.</summary>
public class SubprotocolTests
{
    [Theory]
    [InlineData("the client's order decides", "two, one", "one two", "two")]
    [InlineData("what the server does not speak is passed over", "x, y, one", "one two", "one")]
    [InlineData("none in common", "x, y", "one two", null)]
    [InlineData("names have case", "One", "one", null)]
    [InlineData("a server without subprotocols", "one", "", null)]
    [InlineData("any legal spacing", "\t x ,one\t,  two", "two one", "one")]
    [InlineData("empty elements are ignored", ", ,x,, one ,", "one", "one")]
    [InlineData("every token character", "!#$%&'*+-.^_`|~9Az", "!#$%&'*+-.^_`|~9Az", "!#$%&'*+-.^_`|~9Az")]
    [InlineData("a name that begins like another", "chat2, chat", "chat", "chat")]
    public void The_first_of_the_clients_that_the_server_speaks(string what, string offered, string supported, string? chosen)
    {
        var names = supported.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var result = Handshakes.Negotiate(Handshakes.Upgrade with { Subprotocols = offered }, names);

        Assert.True(result.IsAccepted, what);
        Assert.Equal(chosen, result.Subprotocol);
    }

    [Fact]
    public void Nothing_is_chosen_when_nothing_is_offered() =>
        Assert.Null(Handshakes.Negotiate(Handshakes.Upgrade, "chat").Subprotocol);

    [Fact]
    public void A_hundred_names_are_read_and_no_more()
    {
        var hundred = string.Join(',', Enumerable.Range(0, 100).Select(i => $"p{i}"));

        Assert.Equal("p99", Handshakes.Negotiate(Handshakes.Upgrade with { Subprotocols = hundred }, "p99").Subprotocol);
        var refusal = Handshakes.Negotiate(Handshakes.Upgrade with { Subprotocols = hundred + ",more" }, "p99").Refusal!;
        Assert.Equal(400, refusal.StatusCode);
        Assert.Contains("at most 100", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is not a token", "")]
    [InlineData("is not a token", "a b")]
    [InlineData("is not a token", "a,b")]
    [InlineData("is not a token", "a\r\nSet-Cookie: b")]
    [InlineData("is not a token", "é")]
    [InlineData("is not a token", null)]
    [InlineData("is listed twice", "chat")]
    public void Bad_names_of_our_own_are_the_callers_mistake(string message, string? name)
    {
        string[] names = ["chat", name!];
        var onServer = Assert.Throws<ArgumentException>(() => Handshakes.Negotiate(Handshakes.Upgrade, names));
        var onClient = Assert.Throws<ArgumentException>(() => Handshakes.Client(null, names));

        Assert.Contains(message, onServer.Message, StringComparison.Ordinal);
        Assert.Contains(message, onClient.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_list_at_all_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentNullException>(() => ServerHandshake.Negotiate(Handshakes.Upgrade, null!, null));
        Assert.Throws<ArgumentNullException>(() => Handshakes.Client(null, null!));
    }
}
