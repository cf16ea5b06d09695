using System.Text;

namespace Sockeye.Server.Tests.Support;

/// <summary>A client's frames, masked with zeros so that the payload is readable in a dump (RFC 6455 section 5.2).</summary>
internal static class Frames
{
    public static byte[] Text(string text) => Masked(0x81, Encoding.UTF8.GetBytes(text));

    public static byte[] Close(int code) => Masked(0x88, [(byte)(code >> 8), (byte)code]);

    private static byte[] Masked(byte firstByte, byte[] payload) =>
        [firstByte, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
}
