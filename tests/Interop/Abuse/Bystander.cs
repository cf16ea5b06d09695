using System.Diagnostics;
using System.Net;
using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Abuse;

/// <summary>A well-behaved connection (System.Net's) that sends and gets back, over and over, while others misbehave.</summary>
internal sealed class Bystander : IAsyncDisposable
{
    /// <summary>Far above what a busy machine takes, far below what a server takes that has been brought to its knees.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SystemNetPeer _peer;
    private readonly CancellationTokenSource _enough = new();
    private readonly Task _talking;
    private int _echoes;
    private TimeSpan _slowest;

    private Bystander(SystemNetPeer peer)
    {
        _peer = peer;
        _talking = Task.Run(TalkAsync);
    }

    public static async Task<Bystander> ConnectAsync(Uri server) => new(
        await SystemNetClient.ConnectAsync(new Uri(server, "/bystander"), new PeerSettings { Tls = server.Scheme == "wss" }, HttpVersion.Version11));

    /// <summary>Stops, and fails if it has noticed anything.</summary>
    public async Task HasNoticedNothingAsync()
    {
        var before = Volatile.Read(ref _echoes);
        // One more whole echo: it is served now, not only before.
        while (Volatile.Read(ref _echoes) < before + 2 && !_talking.IsCompleted)
            await Task.Yield();
        await _enough.CancelAsync();
        await _talking.InTime("the bystander to stop");
        Assert.True(_slowest < Patience, $"An echo took {_slowest.TotalSeconds:0.0} s while somebody else misbehaved.");
        Assert.False(_peer.Closed.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _peer.DisposeAsync();
        _enough.Dispose();
    }

    private async Task TalkAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var message = PeerMessage.Of($"echo {_echoes}");
            await _peer.SendAsync(message);
            message.AssertSame(await _peer.ReceiveAsync(), "back to the bystander");
            var took = Stopwatch.GetElapsedTime(began);
            _slowest = took > _slowest ? took : _slowest;
            Interlocked.Increment(ref _echoes);
        }
    }
}
