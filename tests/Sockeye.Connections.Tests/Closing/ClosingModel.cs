using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Closing;

/// <summary>What happens to a connection, from either side.</summary>
public enum Step
{
    LocalClose,
    LocalCloseWithoutCode,
    LocalSend,
    Fail,
    Abort,
    PeerClose,
    PeerCloseWithoutCode,
    PeerData,
    PeerPing,
    PeerViolation,
    TransportEnds,
    TimePasses,
}

/// <summary>
/// RFC 6455 section 7.1 in a few lines, written apart from the code: which frames a connection puts on the wire, what it delivers, and
/// how it says that it ended.
/// </summary>
internal sealed class ClosingModel(Role role)
{
    private bool _sent;
    private bool _received;
    private bool _failed;
    private (int Code, ClosedBy By)? _began;

    public List<string> Frames { get; } = [];

    public List<string> Delivered { get; } = [];

    public (int Code, ClosedBy By, bool WasClean)? Closure { get; private set; }

    public bool CanSend => !_sent && Closure is null;

    public ConnectionState State =>
        Closure is not null ? ConnectionState.Closed : _sent ? ConnectionState.Closing : ConnectionState.Open;

    private bool Reads => !_received && !_failed && Closure is null;

    public void Take(Step step)
    {
        if (Closure is not null)
            return;
        switch (step)
        {
            case Step.LocalClose:
                Send(4000, ClosedBy.Local);
                break;
            case Step.LocalCloseWithoutCode:
                Send(1005, ClosedBy.Local);
                break;
            case Step.Fail:
                Send(1011, ClosedBy.Local);
                break;
            case Step.LocalSend when !_sent:
                Frames.Add("text out");
                break;
            case Step.Abort:
                End(_sent && _received ? Closing() : (1006, ClosedBy.Local, false));
                break;
            case Step.PeerClose when Reads:
                PeerCloses(3000);
                break;
            case Step.PeerCloseWithoutCode when Reads:
                PeerCloses(1005);
                break;
            case Step.PeerData when Reads:
                Delivered.Add("in");
                break;
            case Step.PeerPing when Reads && !_sent:
                Frames.Add("pong 07");
                break;
            case Step.PeerViolation when Reads:
                _failed = true;
                Send(1002, ClosedBy.Local);
                break;
            case Step.TransportEnds:
                End(_began is null ? (1006, ClosedBy.Transport, false) : Closing());
                break;
            case Step.TimePasses when _sent:
                End(Closing());
                break;
        }
    }

    private void Send(int code, ClosedBy by)
    {
        if (_sent)
            return;
        _sent = true;
        _began ??= (code, by);
        Frames.Add(code == 1005 ? "close" : $"close {code}");
    }

    private void PeerCloses(int code)
    {
        _received = true;
        Send(code, ClosedBy.Peer);
        // RFC 6455 section 7.1.1: the server ends the transport; a client waits for that.
        if (role == Role.Server)
            End(Closing());
    }

    private (int Code, ClosedBy By, bool WasClean) Closing() => (_began!.Value.Code, _began.Value.By, _sent && _received);

    private void End((int Code, ClosedBy By, bool WasClean) closure) => Closure = closure;
}
