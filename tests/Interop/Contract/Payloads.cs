using System.Text;
using Sockeye.Interop.Peers;

namespace Sockeye.Interop.Contract;

/// <summary>Messages to try: both types, at the edges of the three forms of length (RFC 6455 section 5.2) and up to 1 MiB.</summary>
internal static class Payloads
{
    private static readonly int[] Sizes = [0, 1, 125, 126, 127, 4096, 65_535, 65_536, 1 << 20];

    public static IEnumerable<PeerMessage> OfEverySize() =>
        Sizes.SelectMany(size => new[] { new PeerMessage(MessageType.Text, Text(size)), new PeerMessage(MessageType.Binary, Bytes(size)) });

    /// <summary>UTF-8 with characters of every length, so that cuts fall into the middle of some.</summary>
    public static byte[] Text(int size)
    {
        var phrase = Encoding.UTF8.GetBytes("Lachs, saumon, лосось, 紅鮭, 🐟; ");
        var text = new byte[size];
        text.AsSpan().Fill((byte)'.');
        for (var at = 0; at + phrase.Length <= size; at += phrase.Length)
            phrase.CopyTo(text, at);
        return text;
    }

    /// <summary>Half of it compresses well, half not at all; the same for the same size.</summary>
    public static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes.AsSpan(size / 2));
        return bytes;
    }
}
