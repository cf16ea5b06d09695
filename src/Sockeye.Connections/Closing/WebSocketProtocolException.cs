using Sockeye.Protocol;

namespace Sockeye;

/// <summary>The peer broke the protocol or a limit; the connection was failed with <see cref="Code"/>.</summary>
public sealed class WebSocketProtocolException : SockeyeException
{
    internal WebSocketProtocolException(string connectionId, ProtocolFailure failure)
        : base($"The peer of connection {connectionId} broke the protocol: {failure}.") => (Code, Clause) = (failure.Code, failure.Clause);

    /// <summary>The close code that answers it.</summary>
    public CloseCode Code { get; }

    /// <summary>The clause it broke, such as <c>RFC 6455 section 5.5</c>.</summary>
    public string Clause { get; }
}
