namespace Sockeye.Protocol.Tests;

/// <summary>RFC 7692 sections 5 and 7.1: what a client offers, and which responses it takes.</summary>
public class ClientOfferTests
{
    [Theory]
    [InlineData(true, true, 15, 15, "permessage-deflate; client_max_window_bits")]
    [InlineData(false, true, 15, 15, "permessage-deflate; server_no_context_takeover; client_max_window_bits")]
    [InlineData(true, false, 15, 15, "permessage-deflate; client_no_context_takeover; client_max_window_bits")]
    [InlineData(true, true, 10, 15, "permessage-deflate; server_max_window_bits=10; client_max_window_bits")]
    [InlineData(true, true, 15, 8, "permessage-deflate; client_max_window_bits=8")]
    [InlineData(
        false, false, 9, 14,
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
            + "server_max_window_bits=9; client_max_window_bits=14")]
    public void The_offer_says_what_the_options_wish(
        bool serverTakeover, bool clientTakeover, int serverBits, int clientBits, string offer)
    {
        var client = Handshakes.Client(DeflateOptions.Of(serverTakeover, clientTakeover, serverBits, clientBits));

        Assert.Equal(offer, client.Headers.Header("Sec-WebSocket-Extensions"));
    }

    [Theory]
    [InlineData("permessage-deflate", "15 15")]
    [InlineData(" permessage-deflate ,", "15 15")]
    [InlineData("permessage-deflate; server_no_context_takeover", "S 15 15")]
    [InlineData("permessage-deflate; client_no_context_takeover", "C 15 15")]
    [InlineData("permessage-deflate; server_max_window_bits=8", "8 15")]
    [InlineData("permessage-deflate; server_max_window_bits=\"1\\5\"", "15 15")]
    [InlineData("permessage-deflate; client_max_window_bits=10", "15 10")]
    [InlineData("permessage-deflate; client_max_window_bits=15; server_max_window_bits=12", "12 15")]
    public void A_client_that_wishes_for_nothing_takes_any_legal_response(string response, string agreed) =>
        Assert.Equal(DeflateOptions.Parameters(agreed), Verify(DeflateOptions.Permissive, response).Compression);

    [Fact]
    public void A_response_without_compression_is_taken()
    {
        var result = Verify(new PerMessageDeflateOptions(), null);

        Assert.True(result.IsAccepted);
        Assert.Null(result.Compression);
    }

    [Theory]
    [InlineData("the response repeats the offer", "server_max_window_bits=12; client_max_window_bits=11", "S C 12 11")]
    [InlineData("the response goes below the offer", "server_max_window_bits=8; client_max_window_bits=9", "S C 8 9")]
    [InlineData("the offer binds the client though the response is silent", "server_max_window_bits=12", "S C 12 11")]
    public void The_offer_binds_both_ends(string what, string parameters, string agreed)
    {
        var options = DeflateOptions.Of(serverTakeover: false, clientTakeover: false, serverBits: 12, clientBits: 11);
        var result = Verify(options, $"permessage-deflate; server_no_context_takeover; {parameters}");

        Assert.True(result.IsAccepted, what);
        Assert.Equal(DeflateOptions.Parameters(agreed), result.Compression);
    }

    [Theory]
    [InlineData("foo", "names 'foo'; only what was offered was expected.")]
    [InlineData("permessage-deflate, foo", "names 'foo'")]
    [InlineData("PERMESSAGE-DEFLATE", "names 'PERMESSAGE-DEFLATE'")]
    [InlineData("permessage-deflate, permessage-deflate", "names permessage-deflate twice; at most once was expected.")]
    [InlineData("permessage-deflate; foo=1", "has the unknown parameter 'foo'; only what RFC 7692 section 7.1 defines")]
    [InlineData("permessage-deflate; server_max_window_bits", "server_max_window_bits without a value")]
    [InlineData("permessage-deflate; server_max_window_bits=16", "server_max_window_bits with the value '16'")]
    [InlineData("permessage-deflate; client_max_window_bits", "client_max_window_bits without a value")]
    [InlineData("permessage-deflate; client_max_window_bits=07", "client_max_window_bits with the value '07'")]
    [InlineData("permessage-deflate; server_no_context_takeover=1", "server_no_context_takeover with the value '1'")]
    [InlineData("permessage-deflate; client_no_context_takeover=1", "client_no_context_takeover with the value '1'")]
    [InlineData("permessage-deflate; client_no_context_takeover; client_no_context_takeover", "client_no_context_takeover twice")]
    [InlineData("permessage-deflate; server_max_window_bits=9; server_max_window_bits=9", "server_max_window_bits twice")]
    [InlineData("permessage-deflate;", "must follow RFC 6455 section 9.1; got '' at character 20.")]
    [InlineData("permessage-deflate; foo=(", "must follow RFC 6455 section 9.1; got '(' at character 25.")]
    public void An_illegal_response_fails(string response, string failure) =>
        AssertFailure(DeflateOptions.Permissive, response, failure);

    [Theory]
    [InlineData("permessage-deflate", "lacks server_no_context_takeover; it was offered and must be repeated.")]
    [InlineData("permessage-deflate; server_no_context_takeover", "server_max_window_bits is absent; at most 12 was offered.")]
    [InlineData(
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=13",
        "server_max_window_bits is 13; at most 12 was offered.")]
    [InlineData(
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=12; client_max_window_bits=12",
        "client_max_window_bits is 12; at most 11 was offered.")]
    public void A_response_beyond_the_offer_fails(string response, string failure) =>
        AssertFailure(DeflateOptions.Of(serverTakeover: false, serverBits: 12, clientBits: 11), response, failure);

    static void AssertFailure(PerMessageDeflateOptions options, string response, string failure)
    {
        var result = Verify(options, response);

        Assert.False(result.IsAccepted);
        Assert.Contains(failure, result.Failure, StringComparison.Ordinal);
        Assert.Null(result.Compression);
    }

    static ClientHandshakeResult Verify(PerMessageDeflateOptions options, string? response) =>
        Handshakes.Client(options).Verify(Handshakes.SwitchingProtocols with { Extensions = response });
}
