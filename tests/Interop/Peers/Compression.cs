using System.IO.Compression;

namespace Sockeye.Interop.Peers;

/// <summary>The ways to negotiate <c>permessage-deflate</c> that are tried with every peer.</summary>
public enum Compression
{
    /// <summary>Neither end wants it.</summary>
    Off,

    /// <summary>Our end wants it, the peer does not.</summary>
    OnlyOurs,

    /// <summary>The peer wants it, our end does not.</summary>
    OnlyTheirs,

    /// <summary>Each message is compressed by itself.</summary>
    NoContextTakeover,

    /// <summary>Both windows live from message to message.</summary>
    ContextTakeover,

    /// <summary>Context takeover in windows of 512 bytes (server) and 1 KiB (client).</summary>
    SmallWindows,
}

/// <summary>What a peer is told: the parameters of RFC 7692 section 7.1 as wishes; and to compress every message, however small.</summary>
internal sealed record CompressionWishes(
    bool ServerNoContextTakeover, bool ClientNoContextTakeover, int ServerMaxWindowBits, int ClientMaxWindowBits, int Threshold = 0);

internal static class CompressionExtensions
{
    private const int SmallServerBits = 9;
    private const int SmallClientBits = 10;
    private const int LargestBits = 15;

    public static bool IsAgreed(this Compression compression) => compression >= Compression.NoContextTakeover;

    /// <summary>The same, where the peer is of our own make and its wishes are ours to write down.</summary>
    public static Compression FromOtherSide(this Compression compression) => compression switch
    {
        Compression.OnlyOurs => Compression.OnlyTheirs,
        Compression.OnlyTheirs => Compression.OnlyOurs,
        _ => compression,
    };

    public static PerMessageDeflateOptions? ForUs(this Compression compression)
    {
        if (compression is Compression.Off or Compression.OnlyTheirs)
            return null;
        var takeover = compression is not Compression.NoContextTakeover;
        var small = compression is Compression.SmallWindows;
        return new PerMessageDeflateOptions
        {
            ServerContextTakeover = takeover,
            ClientContextTakeover = takeover,
            ServerMaxWindowBits = small ? SmallServerBits : LargestBits,
            ClientMaxWindowBits = small ? SmallClientBits : LargestBits,
            Threshold = 0,
            Level = CompressionLevel.Optimal,
        };
    }

    public static CompressionWishes? ForThem(this Compression compression)
    {
        if (compression is Compression.Off or Compression.OnlyOurs)
            return null;
        var separate = compression is Compression.NoContextTakeover;
        var small = compression is Compression.SmallWindows;
        return new CompressionWishes(
            separate, separate, small ? SmallServerBits : LargestBits, small ? SmallClientBits : LargestBits);
    }

    /// <summary>Fails unless the server's answer agrees on what was wished for.</summary>
    public static void AssertAgreed(this Compression compression, string extensions)
    {
        if (!compression.IsAgreed())
        {
            Assert.Equal("", extensions);
            return;
        }

        Assert.StartsWith("permessage-deflate", extensions, StringComparison.Ordinal);
        var parameters = extensions.Split(';', StringSplitOptions.TrimEntries);
        Assert.Equal(compression is Compression.NoContextTakeover, parameters.Contains("server_no_context_takeover"));
        Assert.Equal(compression is Compression.NoContextTakeover, parameters.Contains("client_no_context_takeover"));
        if (compression is Compression.SmallWindows)
        {
            Assert.Contains($"server_max_window_bits={SmallServerBits}", parameters);
            Assert.Contains($"client_max_window_bits={SmallClientBits}", parameters);
        }
    }
}
