namespace Sockeye;

/// <summary>What to do about each HTTP status that a server may refuse a handshake with.</summary>
internal static class StatusAdvice
{
    private const int MaxExcerpt = 200;

    public static string For(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 300 and < 400 when response.Headers.Location is { } target =>
            $"It redirects to {target}, and redirects are not followed: connect to that address if you trust it.",
        400 => "It did not understand the handshake: check the address, and proxies in between that drop the Upgrade header.",
        401 => "It wants to know who you are: set Credentials or an Authorization header.",
        403 => "It knows and refuses: check the origin, token or cookies it expects.",
        404 or 405 or 410 => "There is no WebSocket at this path: check the path.",
        407 => "The proxy wants credentials: set them on Proxy.",
        426 => "It wants another protocol or version: check that this address speaks WebSocket version 13.",
        429 => "Too many attempts: wait before the next.",
        >= 200 and < 300 => "There is a web server, but no WebSocket at this address: check the path.",
        >= 500 => "The server, or a gateway before it, is in trouble: try again later.",
        _ => "Check the address and what the server expects.",
    };

    /// <summary>The start of a body on one line, without control characters.</summary>
    public static string Excerpt(string body)
    {
        var start = body.Length > MaxExcerpt ? body[..MaxExcerpt] + "..." : body;
        return string.Create(start.Length, start, static (line, text) =>
        {
            for (var i = 0; i < text.Length; i++)
                line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        });
    }
}
