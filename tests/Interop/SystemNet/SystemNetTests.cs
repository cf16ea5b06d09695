using System.Net;
using Sockeye.Interop.Contract;
using Sockeye.Interop.Peers;

namespace Sockeye.Interop.SystemNet;

/// <summary>Where System.Net.WebSockets differs: it pings only by itself, and takes no code for 1000.</summary>
public abstract class SystemNetContract : PeerContract
{
    private protected override bool CanPing => false;

    private protected override int NoCode => 1000;
}

/// <summary>.NET's <c>ClientWebSocket</c> as the client of our server, over HTTP/1.1.</summary>
public sealed class SystemNetClientTests : SystemNetContract
{
    private protected override Task<Pair> ConnectAsync(PeerSettings settings) => SystemNetClient.PairAsync(settings, HttpVersion.Version11);
}

/// <summary>.NET's <c>ClientWebSocket</c> as the client of our server, over HTTP/2, which our stand-alone server speaks inside TLS.</summary>
public sealed class SystemNetClientHttp2Tests : SystemNetContract
{
    private protected override Task<Pair> ConnectAsync(PeerSettings settings) =>
        SystemNetClient.PairAsync(settings with { Tls = true }, HttpVersion.Version20);
}

/// <summary>ASP.NET Core's <c>UseWebSockets</c> as the server of our client, over HTTP/1.1.</summary>
public sealed class AspNetCoreServerTests : SystemNetContract
{
    private protected override Task<Pair> ConnectAsync(PeerSettings settings) => AspNetCoreServer.PairAsync(settings, HttpVersion.Version11);
}

/// <summary>ASP.NET Core's <c>UseWebSockets</c> as the server of our client, over HTTP/2.</summary>
public sealed class AspNetCoreServerHttp2Tests : SystemNetContract
{
    private protected override Task<Pair> ConnectAsync(PeerSettings settings) => AspNetCoreServer.PairAsync(settings, HttpVersion.Version20);
}
