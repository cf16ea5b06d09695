namespace Sockeye.Admission;

/// <summary>One entry of an allow list: an exact origin, or every subdomain of a host (<c>https://*.example.com</c>).</summary>
internal sealed class OriginPattern
{
    private const string AnySubdomain = "*.";

    private readonly Origin _origin;

    /// <summary>For a wildcard <c>.example.com</c>, else null.</summary>
    private readonly string? _suffix;

    private OriginPattern(Origin origin)
    {
        _origin = origin;
        _suffix = origin.Host.StartsWith(AnySubdomain, StringComparison.Ordinal) ? origin.Host[1..] : null;
    }

    /// <summary>Reads an entry of an allow list.</summary>
    /// <exception cref="ArgumentException">The entry is not an origin; the message says what one looks like.</exception>
    public static OriginPattern Parse(string text)
    {
        if (text is "*" or "null")
            throw Invalid(text, "to accept pages of every origin set DangerouslyAllowAnyOrigin");
        if (!Origin.TryParse(text, out var origin))
        {
            throw Invalid(text, "write scheme and host, and the port if it is not the scheme's own, without a path: "
                + "https://app.example.com, http://localhost:5173, https://*.example.com");
        }


        var host = origin.Value.Host;
        var rest = host.StartsWith(AnySubdomain, StringComparison.Ordinal) ? host[AnySubdomain.Length..] : host;
        if (rest.Contains('*', StringComparison.Ordinal) || rest.Length == 0)
            throw Invalid(text, "a wildcard stands for whole subdomains at the front of a host: https://*.example.com");
        return new OriginPattern(origin.Value);
    }

    public bool Matches(Origin origin)
    {
        if (_suffix is null)
            return _origin == origin;
        return origin.Host.Length > _suffix.Length
            && origin.Host.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase)
            && _origin == origin with { Host = _origin.Host };
    }

    private static ArgumentException Invalid(string text, string help) =>
        new($"AllowedOrigins has the entry '{text}': {help}.");
}
