namespace Sockeye.Protocol;

/// <summary>
/// The negotiation of <c>permessage-deflate</c> in both roles (RFC 7692 sections 5 and 7.1). Every window from 8 to 15 bits is
/// supported for sending and receiving, so nothing legal is ever refused for want of support.
/// </summary>
internal static class PerMessageDeflateNegotiation
{
    /// <summary>
    /// Server: reads a client's header to its end and finds the first offer that is legal. Other extensions are passed over
    /// (RFC 6455 section 9.1), and so are offers with unknown, repeated or invalid parameters (RFC 7692 section 7.1).
    /// </summary>
    /// <returns>The offer; null when there is none. Ask the reader whether the header was well-formed.</returns>
    public static PerMessageDeflateElement? ChooseOffer(ref ExtensionHeaderReader reader)
    {
        PerMessageDeflateElement? chosen = null;
        while (reader.ReadExtension(out var name))
        {
            if (chosen is null
                && name.SequenceEqual(PerMessageDeflateElement.ExtensionName)
                && PerMessageDeflateElement.Read(ref reader, isOffer: true, out var offer) is null)
            {
                chosen = offer;
            }
        }

        return chosen;
    }

    /// <summary>Server: the response to an offer, within what the offer allows and the options wish.</summary>
    public static PerMessageDeflateElement Answer(PerMessageDeflateElement offer, PerMessageDeflateOptions options)
    {
        var serverBits = Math.Min(
            offer.ServerMaxWindowBits ?? PerMessageDeflate.MaxWindowBits, options.ServerMaxWindowBits);

        // Section 7.1.2.2: a client that has not said it can limit its window must not be told to; then 15 bits are inflated.
        int? clientBits = offer.ClientMaxWindowBits is { } offered ? Math.Min(offered, options.ClientMaxWindowBits) : null;
        return new PerMessageDeflateElement
        {
            // Section 7.1.1.1: an offer with this parameter is accepted by repeating it; without, the server may add it.
            ServerNoContextTakeover = offer.ServerNoContextTakeover || !options.ServerContextTakeover,

            // Section 7.1.1.2: a hint in the offer, an order in the response; repeated, so that both ends know the same.
            ClientNoContextTakeover = offer.ClientNoContextTakeover || !options.ClientContextTakeover,

            // Section 7.1.2.1: an offer with this parameter is accepted by repeating it with the same or a smaller value.
            ServerMaxWindowBits = offer.ServerMaxWindowBits is null ? UnlessLargest(serverBits) : serverBits,
            ClientMaxWindowBits = UnlessLargest(clientBits),
        };
    }

    /// <summary>Client: the offer that says what the options wish, and that this end can limit its own window.</summary>
    public static PerMessageDeflateElement Offer(PerMessageDeflateOptions options) => new()
    {
        ServerNoContextTakeover = !options.ServerContextTakeover,
        ClientNoContextTakeover = !options.ClientContextTakeover,
        ServerMaxWindowBits = UnlessLargest(options.ServerMaxWindowBits),
        ClientMaxWindowBits = options.ClientMaxWindowBits,
    };

    /// <summary>Client: checks the server's header against the offer.</summary>
    /// <param name="response">The value of the response's <c>Sec-WebSocket-Extensions</c>.</param>
    /// <param name="offer">What was offered; null when compression was not.</param>
    /// <param name="agreed">What the two ends agreed on; null when the server accepted nothing, or the check failed.</param>
    /// <returns>Which check failed, as a sentence, or null.</returns>
    public static string? Verify(
        ReadOnlySpan<char> response, PerMessageDeflateElement? offer, out PerMessageDeflateParameters? agreed)
    {
        agreed = null;
        var reader = new ExtensionHeaderReader(response);
        PerMessageDeflateElement? accepted = null;
        while (reader.ReadExtension(out var name))
        {
            if (ReadAccepted(name, ref reader, offer is not null, ref accepted) is { } fault)
            {
                return fault;
            }
        }

        if (reader.IsMalformed)
        {
            return $"The server's Sec-WebSocket-Extensions must follow RFC 6455 section 9.1; got {Printable.Quote(reader.Rest)} "
                + $"at character {reader.Position + 1}.";
        }

        // A well-formed header has at least one element, and every element but an accepted offer has failed above.
        return Agree(offer!.Value, accepted!.Value, out agreed);
    }

    static string? ReadAccepted(
        ReadOnlySpan<char> name, ref ExtensionHeaderReader reader, bool isOffered, ref PerMessageDeflateElement? accepted)
    {
        // RFC 6455 section 4.1: an extension in the response that was not in the request fails the connection.
        if (!isOffered || !name.SequenceEqual(PerMessageDeflateElement.ExtensionName))
        {
            return $"The server's Sec-WebSocket-Extensions names {Printable.Quote(name)}; only what was offered was expected.";
        }

        if (accepted is not null)
        {
            return "The server's Sec-WebSocket-Extensions names permessage-deflate twice; at most once was expected.";
        }

        var fault = PerMessageDeflateElement.Read(ref reader, isOffer: false, out var element);
        accepted = element;
        return fault is null
            ? null
            : $"The server's permessage-deflate has {fault}; only what RFC 7692 section 7.1 defines was expected.";
    }

    // Section 7.1: a response that does not fit the offer fails the connection. It would cost memory this end refused to give.
    static string? Agree(
        PerMessageDeflateElement offer, PerMessageDeflateElement response, out PerMessageDeflateParameters? agreed)
    {
        agreed = null;
        if (offer.ServerNoContextTakeover && !response.ServerNoContextTakeover)
        {
            return "The server's permessage-deflate lacks server_no_context_takeover; it was offered and must be repeated.";
        }

        if (offer.ServerMaxWindowBits < (response.ServerMaxWindowBits ?? PerMessageDeflate.MaxWindowBits))
        {
            var got = response.ServerMaxWindowBits is { } bits ? $"is {bits}" : "is absent";
            return $"The server's server_max_window_bits {got}; at most {offer.ServerMaxWindowBits} was offered.";
        }

        // The offer always has client_max_window_bits, so a response may always have it too.
        if (response.ClientMaxWindowBits > offer.ClientMaxWindowBits)
        {
            return $"The server's client_max_window_bits is {response.ClientMaxWindowBits}; "
                + $"at most {offer.ClientMaxWindowBits} was offered.";
        }

        // Sections 7.1.1.2 and 7.1.2.2: what the offer said of the client binds it even if the response is silent.
        agreed = (response with
        {
            ClientNoContextTakeover = response.ClientNoContextTakeover || offer.ClientNoContextTakeover,
            ClientMaxWindowBits = response.ClientMaxWindowBits ?? offer.ClientMaxWindowBits,
        }).ToParameters();
        return null;
    }

    static int? UnlessLargest(int? windowBits) => windowBits < PerMessageDeflate.MaxWindowBits ? windowBits : null;
}
