namespace Sockeye.Cli;

/// <summary>What the tool's exit codes mean. They are part of its interface: scripts branch on them.</summary>
internal static class ExitCode
{
    /// <summary>All went well: the server was stopped, or the connection was closed cleanly.</summary>
    public const int Success = 0;

    /// <summary>The connection was open and then ended without a clean close, or with a code that tells of an error.</summary>
    public const int ClosedAbnormally = 1;

    /// <summary>The command line makes no sense: an unknown option, a malformed address, a file that cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>The address cannot be reached (<c>connect</c>) or opened (<c>serve</c>).</summary>
    public const int Network = 3;

    /// <summary>The server answered and refused the handshake, or answered it wrongly.</summary>
    public const int Refused = 4;

    /// <summary>TLS was not agreed, most often because the certificate is not trusted.</summary>
    public const int Tls = 5;
}
