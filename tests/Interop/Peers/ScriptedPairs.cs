namespace Sockeye.Interop.Peers;

/// <summary>Connections between us and a <see cref="ScriptedProcess"/>, which ends with the connection.</summary>
internal static class ScriptedPairs
{
    public static async Task<Pair> TheirClientAsync(ScriptedProcess process, PeerSettings settings)
    {
        var server = await OurServer.StartAsync(settings);
        await process.ConnectAsync(server.Url, settings);
        var theirs = await process.NextPeerAsync();
        return new Pair(await server.AcceptAsync(), theirs, server);
    }

    public static async Task<Pair> TheirServerAsync(ScriptedProcess process, PeerSettings settings)
    {
        var port = await process.ListenAsync(settings);
        var ours = await OurClient.ConnectAsync(new Uri($"{(settings.Tls ? "wss" : "ws")}://127.0.0.1:{port}/peer"), settings);
        return new Pair(ours, await process.NextPeerAsync());
    }
}
