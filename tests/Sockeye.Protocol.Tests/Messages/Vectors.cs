using System.Text;

namespace Sockeye.Protocol.Tests.Messages;

/// <summary>
/// Literal bytes for tests: pairs of hexadecimal digits, <c>"text"</c> for UTF-8, and <c>xx*n</c> for n bytes of the same value.
/// </summary>
internal static class Vectors
{
    public static byte[] Parse(string vector)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < vector.Length;)
        {
            if (char.IsWhiteSpace(vector[at]))
            {
                at++;
                continue;
            }
            var end = vector[at] == '"' ? vector.IndexOf('"', at + 1) + 1 : vector.IndexOf(' ', at);
            var token = end < 0 ? vector[at..] : vector[at..end];
            bytes.AddRange(ParseToken(token));
            at += token.Length;
        }
        return [.. bytes];
    }

    /// <summary>What is expected, a line for each thing that comes, written with <c> | </c> between them.</summary>
    public static string[] Lines(string expected) => expected.Length == 0 ? [] : expected.Split(" | ");

    private static IEnumerable<byte> ParseToken(string token)
    {
        if (token[0] == '"')
            return Encoding.UTF8.GetBytes(token[1..^1]);
        var star = token.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? Convert.FromHexString(token)
            : Enumerable.Repeat(Convert.FromHexString(token[..star])[0], int.Parse(token[(star + 1)..], null));
    }
}
