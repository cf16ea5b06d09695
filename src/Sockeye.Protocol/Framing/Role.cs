namespace Sockeye.Protocol;

/// <summary>Which end of the connection this is. A client masks what it sends, a server does not (RFC 6455 section 5.1).</summary>
public enum Role
{
    /// <summary>The end that accepted the handshake.</summary>
    Server,

    /// <summary>The end that opened the handshake.</summary>
    Client,
}
