namespace Sockeye.Protocol;

/// <summary>What the two ends agreed on for <c>permessage-deflate</c> (RFC 7692 section 7.1).</summary>
/// <param name="ServerNoContextTakeover">The server starts each message with an empty window.</param>
/// <param name="ClientNoContextTakeover">The client starts each message with an empty window.</param>
/// <param name="ServerMaxWindowBits">Base-2 logarithm of the server's LZ77 window, 8 to 15.</param>
/// <param name="ClientMaxWindowBits">Base-2 logarithm of the client's LZ77 window, 8 to 15.</param>
public readonly record struct PerMessageDeflateParameters(
    bool ServerNoContextTakeover,
    bool ClientNoContextTakeover,
    int ServerMaxWindowBits,
    int ClientMaxWindowBits);
