using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sockeye.Admission;

/// <summary>
/// A web origin (RFC 6454 section 4) as browsers put it into the <c>Origin</c> header: scheme, host and port, the port filled in
/// where the scheme has a default.
/// </summary>
internal readonly record struct Origin(string Scheme, string Host, int Port)
{
    /// <summary>The port of schemes that have no default and gave none, such as <c>app://local</c>.</summary>
    private const int NoPort = -1;

    /// <summary>
    /// Reads <c>scheme://host[:port]</c>. Nothing else is an origin: no path, no user, not the word <c>null</c>.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Origin? origin)
    {
        origin = null;
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        if (separator < 1 || !IsScheme(text.AsSpan(0, separator)))
            return false;

        var scheme = text[..separator];
        var authority = text.AsSpan(separator + 3);
        var port = DefaultPort(scheme);
        var colon = authority.LastIndexOf(':');
        // The colons of an IPv6 address lie inside its brackets.
        if (colon >= 0 && colon > authority.LastIndexOf(']'))
        {
            if (!TryParsePort(authority[(colon + 1)..], out port))
                return false;
            authority = authority[..colon];
        }

        if (!IsHost(authority))
            return false;
        origin = new Origin(scheme, authority.ToString(), port);
        return true;
    }

    /// <summary>The origin that a page served by this server has.</summary>
    public static Origin OfServer(string scheme, string host, int? port) => new(scheme, host, port ?? DefaultPort(scheme));

    // RFC 6454 section 5: same scheme, host and port. Schemes and hosts have no case.
    public bool Equals(Origin other) =>
        Port == other.Port
        && Scheme.Equals(other.Scheme, StringComparison.OrdinalIgnoreCase)
        && Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(
        Port,
        Scheme.GetHashCode(StringComparison.OrdinalIgnoreCase),
        Host.GetHashCode(StringComparison.OrdinalIgnoreCase));

    private static int DefaultPort(string scheme) => scheme.ToUpperInvariant() switch
    {
        "HTTP" or "WS" => 80,
        "HTTPS" or "WSS" => 443,
        _ => NoPort,
    };

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return false;
        }

        return char.IsAsciiLetter(text[0]);
    }

    private static bool IsHost(ReadOnlySpan<char> text)
    {
        if (text is ['[', .. var address, ']'])
            return System.Net.IPAddress.TryParse(address, out _);
        foreach (var c in text)
        {
            // '*' only makes sense in a pattern; OriginPattern looks at where it stands.
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '*'))
                return false;
        }

        return text.Length > 0;
    }
}
