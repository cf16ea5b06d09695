namespace Sockeye.Protocol.Tests;

/// <summary>RFC 7692 sections 5 and 7.1: what a server answers to offers of <c>permessage-deflate</c>.</summary>
public class ServerAnswerTests
{
    // The examples of RFC 7692 section 7.1.3 and the tables of its sections 7.1.1 and 7.1.2, at a server that wishes for nothing.
    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate", "15 15")]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate", "15 15")]
    [InlineData("permessage-deflate; client_max_window_bits=15", "permessage-deflate", "15 15")]
    [InlineData("permessage-deflate; client_max_window_bits=\"9\"", "permessage-deflate; client_max_window_bits=9", "15 9")]
    [InlineData("permessage-deflate; server_max_window_bits=10", "permessage-deflate; server_max_window_bits=10", "10 15")]
    [InlineData("permessage-deflate; server_max_window_bits=15", "permessage-deflate; server_max_window_bits=15", "15 15")]
    [InlineData("permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover", "S 15 15")]
    [InlineData("permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover", "C 15 15")]
    [InlineData(
        "permessage-deflate; client_max_window_bits=8; server_max_window_bits=8; "
            + "client_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
            + "server_max_window_bits=8; client_max_window_bits=8",
        "S C 8 8")]
    [InlineData(
        "permessage-deflate; client_max_window_bits; server_max_window_bits=10, permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_max_window_bits=10",
        "10 15")]
    public void A_legal_offer_is_accepted_as_it_is(string offer, string answer, string agreed) =>
        AssertAnswer(DeflateOptions.Permissive, offer, answer, agreed);

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover", "S C 15 15")]
    [InlineData(
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "S C 15 15")]
    public void By_default_no_context_is_kept(string offer, string answer, string agreed) =>
        AssertAnswer(new PerMessageDeflateOptions(), offer, answer, agreed);

    [Theory]
    [InlineData("the server's window, unasked", "permessage-deflate", "permessage-deflate; server_max_window_bits=12", "12 15")]
    [InlineData(
        "the smaller of two server windows is the offer's",
        "permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=9",
        "9 15")]
    [InlineData(
        "the smaller of two server windows is the server's",
        "permessage-deflate; server_max_window_bits=14",
        "permessage-deflate; server_max_window_bits=12",
        "12 15")]
    [InlineData(
        "a client that can limit its window is told to",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_max_window_bits=12; client_max_window_bits=11",
        "12 11")]
    [InlineData(
        "the smaller of two client windows is the offer's",
        "permessage-deflate; client_max_window_bits=10",
        "permessage-deflate; server_max_window_bits=12; client_max_window_bits=10",
        "12 10")]
    [InlineData(
        "the smaller of two client windows is the server's",
        "permessage-deflate; client_max_window_bits=13",
        "permessage-deflate; server_max_window_bits=12; client_max_window_bits=11",
        "12 11")]
    public void Windows_are_limited_as_far_as_the_offer_allows(string what, string offer, string answer, string agreed)
    {
        AssertAnswer(DeflateOptions.Of(serverBits: 12, clientBits: 11), offer, answer, agreed);
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("foo=1")]
    [InlineData("foo")]
    [InlineData("Server_No_Context_Takeover")]
    [InlineData("server_no_context_takeover; server_no_context_takeover")]
    [InlineData("client_no_context_takeover; client_no_context_takeover")]
    [InlineData("server_max_window_bits=10; server_max_window_bits=10")]
    [InlineData("client_max_window_bits; client_max_window_bits=10")]
    [InlineData("server_no_context_takeover=1")]
    [InlineData("client_no_context_takeover=true")]
    [InlineData("client_no_context_takeover=\"\\1\"")]
    [InlineData("server_max_window_bits")]
    [InlineData("server_max_window_bits=7")]
    [InlineData("server_max_window_bits=16")]
    [InlineData("server_max_window_bits=0")]
    [InlineData("server_max_window_bits=08")]
    [InlineData("server_max_window_bits=010")]
    [InlineData("server_max_window_bits=1")]
    [InlineData("server_max_window_bits=+9")]
    [InlineData("server_max_window_bits=-9")]
    [InlineData("server_max_window_bits=10.0")]
    [InlineData("server_max_window_bits=99999999999999999999")]
    [InlineData("server_max_window_bits=\"16\"")]
    [InlineData("client_max_window_bits=7")]
    [InlineData("client_max_window_bits=16")]
    [InlineData("client_max_window_bits=09")]
    [InlineData("client_max_window_bits=x")]
    public void An_illegal_offer_is_declined_and_the_next_taken(string illegal)
    {
        AssertAnswer(DeflateOptions.Permissive, $"permessage-deflate; {illegal}", null, null);
        AssertAnswer(
            DeflateOptions.Permissive,
            $"permessage-deflate; {illegal}; client_max_window_bits=8, permessage-deflate; server_max_window_bits=9",
            "permessage-deflate; server_max_window_bits=9",
            "9 15");
    }

    [Theory]
    [InlineData("unknown extensions before", "foo, x-deflate; a=\"b\", permessage-deflate")]
    [InlineData("unknown extensions after", "permessage-deflate, foo; bar")]
    [InlineData("the first of several legal offers", "permessage-deflate, permessage-deflate; server_max_window_bits=8")]
    [InlineData("any legal spacing", ",\tpermessage-deflate\t,")]
    public void Only_offers_of_this_extension_count(string what, string offer)
    {
        AssertAnswer(DeflateOptions.Permissive, offer, "permessage-deflate", "15 15");
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("Permessage-Deflate")]
    [InlineData("permessage-deflate2")]
    [InlineData("x-permessage-deflate")]
    public void Other_names_are_other_extensions(string offer) => AssertAnswer(DeflateOptions.Permissive, offer, null, null);

    [Fact]
    public void Many_offers_are_read_to_the_end()
    {
        var illegal = string.Concat(Enumerable.Repeat("permessage-deflate; server_max_window_bits=16, ", 10_000));

        AssertAnswer(DeflateOptions.Permissive, illegal + "permessage-deflate", "permessage-deflate", "15 15");
    }

    static void AssertAnswer(PerMessageDeflateOptions options, string offer, string? answer, string? agreed)
    {
        var result = ServerHandshake.Negotiate(Handshakes.Upgrade with { Extensions = offer }, [], options);

        Assert.True(result.IsAccepted);
        Assert.Equal(answer, result.Extensions);
        Assert.Equal(agreed is null ? null : DeflateOptions.Parameters(agreed), result.Compression);
    }
}
