namespace Sockeye.Protocol;

/// <summary>
/// The server's half of the opening handshake, as data: a request in, an acceptance or a refusal out (RFC 6455 section 4.2, RFC
/// 8441 section 5 over HTTP/2, RFC 7692 section 7.1 for compression).
/// </summary>
/// <remarks>
/// Nothing here depends on who asks: <c>Origin</c>, authentication and limits are the host's to check. All members may be called
/// concurrently.
/// </remarks>
public static class ServerHandshake
{
    /// <summary>
    /// Accepts or refuses an opening handshake. What the client did wrong is never an exception, it is a refusal.
    /// </summary>
    /// <param name="request">What the client sent.</param>
    /// <param name="subprotocols">
    /// The subprotocols this server speaks, compared exactly. The first in the <em>client's</em> order of preference that is
    /// among them is chosen; when there is none in common the handshake is accepted without a subprotocol, and the client decides
    /// whether to stay.
    /// </param>
    /// <param name="compression">
    /// The wishes of this server for <c>permessage-deflate</c>; <see langword="null"/> to accept no compression. The first legal
    /// offer of the client is accepted, limited by the wishes. <see cref="PerMessageDeflateOptions.ClientMaxWindowBits"/> is left
    /// out when the client has not said that it can limit its window.
    /// </param>
    /// <returns>The acceptance or the refusal.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="subprotocols"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A name in <paramref name="subprotocols"/> is not a token, or is there twice.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A window in <paramref name="compression"/> is not 8 to 15 bits.</exception>
    public static ServerHandshakeResult Negotiate(
        in HandshakeRequest request, IReadOnlyList<string> subprotocols, PerMessageDeflateOptions? compression)
    {
        SubprotocolNegotiation.ThrowIfInvalid(subprotocols, nameof(subprotocols));
        compression?.Validate();

        var isHttp1 = request.HttpVersion.Major < 2;
        if ((isHttp1 ? UpgradeRequest.Check(request) : ExtendedConnectRequest.Check(request)) is { } refusal)
        {
            return new ServerHandshakeResult { Refusal = refusal };
        }

        string? fault = null;
        var subprotocol = request.Subprotocols is null
            ? null
            : SubprotocolNegotiation.Choose(request.Subprotocols, subprotocols, out fault);
        var answer = fault is null ? AnswerExtensions(request.Extensions, PerMessageDeflate.IsSupported ? compression : null, out fault) : null;
        if (fault is not null)
        {
            return new ServerHandshakeResult { Refusal = HandshakeRefusal.BadRequest(fault) };
        }

        return new ServerHandshakeResult
        {
            Accept = isHttp1 ? AcceptKey.Compute(HeaderToken.Trim(request.Key)) : null,
            Subprotocol = subprotocol,
            Extensions = answer?.ToHeaderValue(),
            Compression = answer?.ToParameters(),
        };
    }

    /// <summary>RFC 6455 sections 4.2.1 and 4.4: version 13, over HTTP/2 too (RFC 8441 section 5).</summary>
    internal static HandshakeRefusal? CheckVersion(string? version, bool isHttp1)
    {
        if (version is null)
        {
            return HandshakeRefusal.BadRequest("The Sec-WebSocket-Version header is missing; '13' was expected.");
        }

        return HeaderToken.Trim(version) is "13"
            ? null
            : HandshakeRefusal.VersionNotSupported(
                $"Sec-WebSocket-Version must be '13'; got {Printable.Quote(version)}.", isHttp1);
    }

    static PerMessageDeflateElement? AnswerExtensions(string? offers, PerMessageDeflateOptions? compression, out string? fault)
    {
        fault = null;
        if (offers is null)
        {
            return null;
        }

        // A malformed header is refused even when no extension is wanted: what the client meant by it is anybody's guess.
        var reader = new ExtensionHeaderReader(offers);
        var offer = PerMessageDeflateNegotiation.ChooseOffer(ref reader);
        if (reader.IsMalformed)
        {
            fault = $"Sec-WebSocket-Extensions must follow RFC 6455 section 9.1; got {Printable.Quote(reader.Rest)} "
                + $"at character {reader.Position + 1}.";
            return null;
        }

        return offer is { } legal && compression is not null ? PerMessageDeflateNegotiation.Answer(legal, compression) : null;
    }
}
