namespace Sockeye.Protocol.Tests;

/// <summary>Options and parameters of <c>permessage-deflate</c>, written short.</summary>
static class DeflateOptions
{
    /// <summary>Options that wish for nothing: both contexts kept, both windows at 15 bits.</summary>
    public static PerMessageDeflateOptions Permissive => Of();

    public static PerMessageDeflateOptions Of(
        bool serverTakeover = true, bool clientTakeover = true, int serverBits = 15, int clientBits = 15) => new()
        {
            ServerContextTakeover = serverTakeover,
            ClientContextTakeover = clientTakeover,
            ServerMaxWindowBits = serverBits,
            ClientMaxWindowBits = clientBits,
        };

    /// <summary>Reads "S C 12 10": no context takeover of server and client if the letter is there, then the windows.</summary>
    public static PerMessageDeflateParameters Parameters(string text)
    {
        var parts = text.Split(' ');
        return new(parts.Contains("S"), parts.Contains("C"), int.Parse(parts[^2]), int.Parse(parts[^1]));
    }
}
