using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Sockeye.Protocol;

/// <summary>The key a client sends and the proof of the server that it read it (RFC 6455 sections 4.1 and 4.2.2).</summary>
internal static class AcceptKey
{
    /// <summary>Bytes of a key before base64.</summary>
    public const int NonceLength = 16;

    /// <summary>Characters of a key: the base64 of 16 bytes.</summary>
    public const int KeyLength = 24;

    static readonly SearchValues<char> Base64Digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    // RFC 6455 section 1.3: a name no other protocol would append by accident.
    static ReadOnlySpan<byte> WebSocketGuid => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>
    /// Whether a header's value is base64 that decodes to exactly 16 bytes: 22 digits and two signs of padding. RFC 6455
    /// section 4.2.2 uses the key as it was sent, so nothing needs to be decoded.
    /// </summary>
    public static bool IsValidKey(ReadOnlySpan<char> key) =>
        key.Length == KeyLength && key.EndsWith("==") && !key[..^2].ContainsAnyExcept(Base64Digits);

    /// <summary>The value of <c>Sec-WebSocket-Accept</c> for a key: base64(SHA-1(key + GUID)).</summary>
    /// <param name="key">A key that <see cref="IsValidKey"/> has passed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key is not 24 characters long.</exception>
    public static string Compute(ReadOnlySpan<char> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength, nameof(key));

        Span<byte> text = stackalloc byte[KeyLength + 36];
        Encoding.ASCII.GetBytes(key, text);
        WebSocketGuid.CopyTo(text[KeyLength..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1. It guards no secret: it only shows that the server speaks WebSocket.
        SHA1.HashData(text, hash);
#pragma warning restore CA5350
        return Convert.ToBase64String(hash);
    }
}
