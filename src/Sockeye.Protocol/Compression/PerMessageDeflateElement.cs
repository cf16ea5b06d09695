namespace Sockeye.Protocol;

/// <summary>
/// The parameters of one <c>permessage-deflate</c> element as it stands in <c>Sec-WebSocket-Extensions</c>: a client's offer or a
/// server's response (RFC 7692 section 7.1).
/// </summary>
internal readonly record struct PerMessageDeflateElement
{
    /// <summary>The registered name of the extension.</summary>
    public const string ExtensionName = "permessage-deflate";

    const string ServerNoContextTakeoverName = "server_no_context_takeover";
    const string ClientNoContextTakeoverName = "client_no_context_takeover";
    const string ServerMaxWindowBitsName = "server_max_window_bits";
    const string ClientMaxWindowBitsName = "client_max_window_bits";

    /// <summary>Section 7.1.1.1.</summary>
    public bool ServerNoContextTakeover { get; init; }

    /// <summary>Section 7.1.1.2.</summary>
    public bool ClientNoContextTakeover { get; init; }

    /// <summary>Section 7.1.2.1; null when absent.</summary>
    public int? ServerMaxWindowBits { get; init; }

    /// <summary>
    /// Section 7.1.2.2; null when absent. An offer may have it without a value, "I can limit my window", which means 15.
    /// </summary>
    public int? ClientMaxWindowBits { get; init; }

    /// <summary>Reads the parameters of the extension the reader stands in, up to the first illegal one.</summary>
    /// <param name="reader">The header; when the result is legal, ask it also whether the header is malformed.</param>
    /// <param name="isOffer">Whether this is a client's offer: <c>client_max_window_bits</c> may come without a value.</param>
    /// <param name="element">What was read.</param>
    /// <returns>What is illegal, for the end of a sentence, or null.</returns>
    public static string? Read(ref ExtensionHeaderReader reader, bool isOffer, out PerMessageDeflateElement element)
    {
        element = default;
        while (reader.ReadParameter(out var parameter))
        {
            var fault = Add(element, parameter, isOffer, out element);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>What two ends agree on when this is the server's response.</summary>
    public PerMessageDeflateParameters ToParameters() => new(
        ServerNoContextTakeover,
        ClientNoContextTakeover,
        ServerMaxWindowBits ?? PerMessageDeflate.MaxWindowBits,
        ClientMaxWindowBits ?? PerMessageDeflate.MaxWindowBits);

    /// <summary>The element as it stands in the header.</summary>
    public string ToHeaderValue() => string.Concat([
        ExtensionName,
        ServerNoContextTakeover ? $"; {ServerNoContextTakeoverName}" : "",
        ClientNoContextTakeover ? $"; {ClientNoContextTakeoverName}" : "",
        ServerMaxWindowBits is { } server ? $"; {ServerMaxWindowBitsName}={server}" : "",
        ClientMaxWindowBits switch
        {
            null => "",
            PerMessageDeflate.MaxWindowBits => $"; {ClientMaxWindowBitsName}",
            { } client => $"; {ClientMaxWindowBitsName}={client}",
        },
    ]);

    static string? Add(
        PerMessageDeflateElement before, ExtensionParameter parameter, bool isOffer, out PerMessageDeflateElement after)
    {
        after = before;
        switch (parameter.Name)
        {
            case ServerNoContextTakeoverName:
                after = before with { ServerNoContextTakeover = true };
                return FaultOf(parameter, isRepeated: before.ServerNoContextTakeover, isLegal: parameter.Value.IsEmpty);

            case ClientNoContextTakeoverName:
                after = before with { ClientNoContextTakeover = true };
                return FaultOf(parameter, isRepeated: before.ClientNoContextTakeover, isLegal: parameter.Value.IsEmpty);

            case ServerMaxWindowBitsName:
                var server = ParseWindowBits(parameter.Value);
                after = before with { ServerMaxWindowBits = server };
                return FaultOf(parameter, isRepeated: before.ServerMaxWindowBits.HasValue, isLegal: server.HasValue);

            case ClientMaxWindowBitsName:
                var client = isOffer && parameter.Value.IsEmpty ? PerMessageDeflate.MaxWindowBits : ParseWindowBits(parameter.Value);
                after = before with { ClientMaxWindowBits = client };
                return FaultOf(parameter, isRepeated: before.ClientMaxWindowBits.HasValue, isLegal: client.HasValue);

            default:
                return $"the unknown parameter {Printable.Quote(parameter.Name)}";
        }
    }

    static string? FaultOf(ExtensionParameter parameter, bool isRepeated, bool isLegal)
    {
        if (isRepeated)
        {
            return $"{parameter.Name} twice";
        }

        return isLegal ? null
            : parameter.Value.IsEmpty ? $"{parameter.Name} without a value"
            : $"{parameter.Name} with the value {Printable.Quote(parameter.Value)}";
    }

    // Section 7.1.2: a decimal integer without leading zeroes, 8 to 15.
    static int? ParseWindowBits(ReadOnlySpan<char> value) => value switch
    {
        ['8'] => 8,
        ['9'] => 9,
        ['1', >= '0' and <= '5' and var digit] => 10 + (digit - '0'),
        _ => null,
    };
}
