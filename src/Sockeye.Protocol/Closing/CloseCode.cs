namespace Sockeye;

/// <summary>
/// The status code of a close frame (RFC 6455 section 7.4 and the IANA registry it opened). Codes from 3000 to 4999 belong to
/// libraries and applications: cast the number, <c>(CloseCode)4001</c>.
/// </summary>
public enum CloseCode : ushort
{
    /// <summary>1000: the purpose of the connection is fulfilled.</summary>
    NormalClosure = 1000,

    /// <summary>1001: the server is going down, or the browser has left the page.</summary>
    GoingAway = 1001,

    /// <summary>1002: the peer broke the protocol.</summary>
    ProtocolError = 1002,

    /// <summary>1003: a message of a type this end does not take.</summary>
    UnsupportedData = 1003,

    /// <summary>1005: the close frame carried no code. Reported only; never on the wire (RFC 6455 section 7.4.1).</summary>
    NoStatusReceived = 1005,

    /// <summary>1006: the connection ended without a close frame. Reported only; never on the wire (RFC 6455 section 7.4.1).</summary>
    AbnormalClosure = 1006,

    /// <summary>1007: data that do not fit the message's type, such as text that is not UTF-8.</summary>
    InvalidPayloadData = 1007,

    /// <summary>1008: a message or a behaviour that this end's policy forbids.</summary>
    PolicyViolation = 1008,

    /// <summary>1009: a message larger than this end takes.</summary>
    MessageTooBig = 1009,

    /// <summary>1010: the server did not negotiate an extension that the client cannot do without.</summary>
    MandatoryExtension = 1010,

    /// <summary>1011: an unexpected condition at this end, such as an exception in a handler.</summary>
    InternalError = 1011,

    /// <summary>1012: the service restarts; connect again after a while.</summary>
    ServiceRestart = 1012,

    /// <summary>1013: overloaded; connect again later.</summary>
    TryAgainLater = 1013,

    /// <summary>1014: a gateway got an invalid answer from the server behind it.</summary>
    BadGateway = 1014,

    /// <summary>1015: the TLS handshake failed. Reported only; never on the wire (RFC 6455 section 7.4.1).</summary>
    TlsHandshakeFailure = 1015,
}
