namespace Sockeye.Protocol;

/// <summary>
/// The client's half of the opening handshake, as data: the headers to send, and the check of what comes back (RFC 6455 section
/// 4.1, RFC 8441 section 5 over HTTP/2, RFC 7692 section 7.1 for compression). One per attempt to connect.
/// </summary>
/// <remarks>Immutable; all members may be called concurrently.</remarks>
public sealed class ClientHandshake
{
    readonly string? _key;
    readonly string[] _subprotocols;
    readonly PerMessageDeflateElement? _offer;

    /// <summary>Prepares the request of one attempt.</summary>
    /// <param name="nonce">
    /// 16 bytes, chosen at random by the caller for this attempt alone; ignored over HTTP/2, where there is no key.
    /// </param>
    /// <param name="httpVersion">The version of HTTP the request goes out with: 1.1, 2.0 or 3.0.</param>
    /// <param name="subprotocols">The subprotocols this client speaks, in order of preference; empty to ask for none.</param>
    /// <param name="compression">
    /// The wishes of this client for <c>permessage-deflate</c>, put into one offer; <see langword="null"/> to offer no
    /// compression.
    /// </param>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="httpVersion"/> or <paramref name="subprotocols"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="nonce"/> is not 16 bytes long over HTTP/1.1, or a name in <paramref name="subprotocols"/> is not a token
    /// or is there twice.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="httpVersion"/> is lower than 1.1, or a window in <paramref name="compression"/> is not 8 to 15 bits.
    /// </exception>
    public ClientHandshake(
        ReadOnlySpan<byte> nonce, Version httpVersion, IReadOnlyList<string> subprotocols, PerMessageDeflateOptions? compression)
    {
        ArgumentNullException.ThrowIfNull(httpVersion);
        ArgumentOutOfRangeException.ThrowIfLessThan(httpVersion, System.Net.HttpVersion.Version11);
        SubprotocolNegotiation.ThrowIfInvalid(subprotocols, nameof(subprotocols));
        compression?.Validate();

        if (httpVersion.Major < 2)
        {
            if (nonce.Length != AcceptKey.NonceLength)
            {
                throw new ArgumentException(
                    $"The nonce must be {AcceptKey.NonceLength} bytes; got {nonce.Length}.", nameof(nonce));
            }

            _key = Convert.ToBase64String(nonce);
        }

        _subprotocols = [.. subprotocols];
        _offer = compression is null || !PerMessageDeflate.IsSupported ? null : PerMessageDeflateNegotiation.Offer(compression);
        Headers = BuildHeaders();
    }

    /// <summary>
    /// The headers to send besides <c>Host</c>, each once: over HTTP/1.1 <c>Upgrade</c>, <c>Connection</c> and
    /// <c>Sec-WebSocket-Key</c>; always <c>Sec-WebSocket-Version</c>; <c>Sec-WebSocket-Protocol</c> and
    /// <c>Sec-WebSocket-Extensions</c> when there is something to offer. Over HTTP/2 the caller adds the pseudo-header
    /// <c>:protocol</c>, websocket.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>
    /// Checks the server's answer. What the server did wrong is never an exception, it is a failure in the result.
    /// </summary>
    /// <param name="response">What the server sent.</param>
    /// <returns>What was agreed, or which check failed; then the connection must be dropped (RFC 6455 section 4.1).</returns>
    public ClientHandshakeResult Verify(in HandshakeResponse response)
    {
        PerMessageDeflateParameters? compression = null;
        var failure = (_key is null ? CheckStatus(response.StatusCode, 200, "OK") : UpgradeResponse.Check(response, _key))
            ?? CheckSubprotocol(response.Subprotocol)
            ?? (response.Extensions is null
                ? null
                : PerMessageDeflateNegotiation.Verify(response.Extensions, _offer, out compression));

        return failure is null
            ? new ClientHandshakeResult { Subprotocol = ChosenSubprotocol(response.Subprotocol), Compression = compression }
            : new ClientHandshakeResult { Failure = failure };
    }

    /// <summary>RFC 6455 section 4.1, check 1; RFC 8441 section 5.</summary>
    internal static string? CheckStatus(int status, int expected, string phrase) =>
        status == expected ? null : $"The server answered with status {status}; {expected} ({phrase}) was expected.";

    // RFC 6455 section 4.1, check 6: nothing that was not offered. No header at all is an answer too: none chosen.
    string? CheckSubprotocol(string? chosen)
    {
        if (chosen is null || ChosenSubprotocol(chosen) is not null)
        {
            return null;
        }

        var offered = _subprotocols.Length == 0
            ? "none was offered"
            : $"one of those offered was expected, {Printable.Quote(string.Join(", ", _subprotocols))}";
        return $"The server's Sec-WebSocket-Protocol is {Printable.Quote(chosen)}; {offered}.";
    }

    string? ChosenSubprotocol(string? chosen) =>
        SubprotocolNegotiation.IndexOf(_subprotocols, HeaderToken.Trim(chosen)) is >= 0 and var index
            ? _subprotocols[index]
            : null;

    List<KeyValuePair<string, string>> BuildHeaders()
    {
        var headers = new List<KeyValuePair<string, string>>(6);
        if (_key is not null)
        {
            headers.Add(new("Upgrade", "websocket"));
            headers.Add(new("Connection", "Upgrade"));
            headers.Add(new("Sec-WebSocket-Key", _key));
        }

        headers.Add(new("Sec-WebSocket-Version", "13"));
        if (_subprotocols.Length > 0)
        {
            headers.Add(new("Sec-WebSocket-Protocol", string.Join(", ", _subprotocols)));
        }

        if (_offer is { } offer)
        {
            headers.Add(new("Sec-WebSocket-Extensions", offer.ToHeaderValue()));
        }

        return headers;
    }
}
