using System.Net;
using Sockeye.Interop.Contract;
using Sockeye.Interop.Peers;

namespace Sockeye.Interop.Ours;

/// <summary>Our client and our server over HTTP/2 (RFC 8441).</summary>
public sealed class SockeyeHttp2Tests : PeerContract
{
    private protected override async Task<Pair> ConnectAsync(PeerSettings settings)
    {
        settings = settings with { Tls = true };
        var server = await OurServer.StartAsync(settings);
        var theirs = await SockeyePeer.ConnectAsync(server.Url, settings, HttpVersion.Version20);
        return new Pair(await server.AcceptAsync(), theirs, server);
    }
}
