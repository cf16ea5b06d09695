using Sockeye.Cli.Connect;

namespace Sockeye.Cli.Tests.Connect;

public class ConnectOutcomeTests
{
    [Theory]
    [InlineData(ConnectFailure.NameNotResolved, ExitCode.Network)]
    [InlineData(ConnectFailure.Refused, ExitCode.Network)]
    [InlineData(ConnectFailure.Unreachable, ExitCode.Network)]
    [InlineData(ConnectFailure.TimedOut, ExitCode.Network)]
    [InlineData(ConnectFailure.Proxy, ExitCode.Network)]
    [InlineData(ConnectFailure.ConnectionLost, ExitCode.Network)]
    [InlineData(ConnectFailure.HttpStatus, ExitCode.Refused)]
    [InlineData(ConnectFailure.HandshakeFailed, ExitCode.Refused)]
    [InlineData(ConnectFailure.HttpVersion, ExitCode.Refused)]
    [InlineData(ConnectFailure.Tls, ExitCode.Tls)]
    public void Each_failure_has_its_exit_code(ConnectFailure failure, int code) => Assert.Equal(code, ConnectOutcome.ExitCodeOf(failure));

    [Theory]
    [InlineData(1000, ClosedBy.Peer, true, false, ExitCode.Success)]
    [InlineData(1001, ClosedBy.Peer, true, false, ExitCode.Success)]
    [InlineData(1005, ClosedBy.Peer, true, false, ExitCode.Success)]
    [InlineData(1011, ClosedBy.Peer, true, false, ExitCode.ClosedAbnormally)]
    [InlineData(4000, ClosedBy.Peer, true, false, ExitCode.ClosedAbnormally)]
    [InlineData(4000, ClosedBy.Local, true, true, ExitCode.Success)]
    [InlineData(1009, ClosedBy.Local, true, false, ExitCode.ClosedAbnormally)]
    [InlineData(1006, ClosedBy.Transport, false, false, ExitCode.ClosedAbnormally)]
    [InlineData(1000, ClosedBy.Local, false, true, ExitCode.ClosedAbnormally)]
    public void Each_end_has_its_exit_code(int code, ClosedBy by, bool clean, bool asked, int exitCode) =>
        Assert.Equal(exitCode, ConnectOutcome.ExitCodeOf(new WebSocketClosure((CloseCode)code, "", by, clean), asked));

    [Theory]
    [InlineData(1000, "", ClosedBy.Peer, true, "Closed by the server with 1000 (normal closure).")]
    [InlineData(1001, "restart", ClosedBy.Peer, true, "Closed by the server with 1001 (going away): restart")]
    [InlineData(4001, "bye", ClosedBy.Local, true, "Closed by this end with 4001: bye")]
    [InlineData(1005, "", ClosedBy.Peer, true, "Closed by the server without a code.")]
    [InlineData(1006, "reset", ClosedBy.Transport, false, "Connection lost: reset")]
    public void The_end_is_told_in_a_sentence(int code, string reason, ClosedBy by, bool clean, string sentence) =>
        Assert.Equal(sentence, ConnectOutcome.Describe(new WebSocketClosure((CloseCode)code, reason, by, clean)));
}
