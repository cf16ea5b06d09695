namespace Sockeye.Protocol;

/// <summary>
/// The choice of a subprotocol (RFC 6455 sections 1.9, 4.1 and 4.2.2). The client lists what it speaks in order of preference,
/// and the RFC lets the server choose; the server here takes the first of the client's list that it speaks too, as most servers
/// do. A server with preferences of its own looks at the request and passes only the name it wants.
/// </summary>
internal static class SubprotocolNegotiation
{
    /// <summary>The most names read from one offer. Keeps the search for repeats, which compares each with each, short.</summary>
    public const int MaxOffered = 100;

    /// <summary>Checks the names of this end: tokens, each once (RFC 6455 section 4.1, requirement 10).</summary>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="ArgumentException">A name is null, not a token, or there twice.</exception>
    public static void ThrowIfInvalid(IReadOnlyList<string> names, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(names, parameterName);
        for (var i = 0; i < names.Count; i++)
        {
            if (!HeaderToken.IsToken(names[i]))
            {
                throw new ArgumentException(
                    $"The subprotocol {Printable.QuoteOrNone(names[i])} is not a token: letters, digits and !#$%&'*+-.^_`|~.",
                    parameterName);
            }

            if (IndexOf(names, names[i]) < i)
            {
                throw new ArgumentException($"The subprotocol '{names[i]}' is listed twice.", parameterName);
            }
        }
    }

    /// <summary>Where a name stands in a list, compared exactly; -1 when it is not there.</summary>
    public static int IndexOf(IReadOnlyList<string> names, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (name.SequenceEqual(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads a client's offer and chooses from it.</summary>
    /// <param name="offered">The value of the request's <c>Sec-WebSocket-Protocol</c>.</param>
    /// <param name="supported">What the server speaks.</param>
    /// <param name="fault">What is wrong with the offer, or null.</param>
    /// <returns>One of <paramref name="supported"/>; null when there is none in common or the offer is malformed.</returns>
    public static string? Choose(ReadOnlySpan<char> offered, IReadOnlyList<string> supported, out string? fault)
    {
        Span<Range> seen = stackalloc Range[MaxOffered];
        var cursor = new HeaderCursor(offered);
        string? chosen = null;
        var count = 0;
        while (cursor.MoveToElement())
        {
            var start = cursor.Position;
            var name = cursor.ReadToken();
            fault = FaultOf(name, offered, seen[..count], ref cursor);
            if (fault is not null)
            {
                return null;
            }

            seen[count++] = start..(start + name.Length);
            chosen ??= IndexOf(supported, name) is >= 0 and var index ? supported[index] : null;
        }

        // RFC 6455 section 4.3: 1#token, so a list without any name is not one.
        fault = count == 0 ? "Sec-WebSocket-Protocol must name at least one subprotocol; got an empty list." : null;
        return chosen;
    }

    static string? FaultOf(
        ReadOnlySpan<char> name, ReadOnlySpan<char> offered, scoped ReadOnlySpan<Range> seen, ref HeaderCursor cursor)
    {
        if (name.IsEmpty || !cursor.EndElement())
        {
            return $"Sec-WebSocket-Protocol must be a list of tokens separated by commas; got {Printable.Quote(cursor.Rest)} "
                + $"at character {cursor.Position + 1}.";
        }

        foreach (var range in seen)
        {
            if (offered[range].SequenceEqual(name))
            {
                return $"Sec-WebSocket-Protocol must name each subprotocol once; got {Printable.Quote(name)} twice.";
            }
        }

        return seen.Length == MaxOffered ? $"Sec-WebSocket-Protocol may name at most {MaxOffered} subprotocols; got more." : null;
    }
}
