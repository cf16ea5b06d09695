using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.Abuse;

/// <summary>
/// A message that a handler still reads is not overwritten with what others send, though its own connection has ended: the server's
/// memory goes to the next who needs it, and that would be a leak between connections.
/// </summary>
[Collection(AbuseCollection.Name)]
public sealed class LentMessageTests
{
    private const int Count = 50;
    private const int Size = 3000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_outlives_its_connection(bool tls)
    {
        var settings = new PeerSettings { Tls = tls };
        await using var server = await OurServer.StartAsync(settings);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = new List<Task<byte[]>>();
        for (var i = 0; i < Count; i++)
        {
            await using var victim = await RawPeer.OpenAsync(server.Url);
            var ours = await server.AcceptAsync();
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var read = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            ours.MessageReceived += async message =>
            {
                begun.SetResult();
                await go.Task;
                read.SetResult(message.ToArray());
            };
            await victim.SendAsync(RawPeer.Frame(0x82, Filled('A')));
            await begun.Task.InTime("the message to arrive");
            ours.Abort();
            await ours.Completion.InTime("the end");
            reading.Add(read.Task);
        }

        for (var i = 0; i < Count; i++)
        {
            await using var other = await RawPeer.OpenAsync(server.Url);
            await using var ours = await server.AcceptAsync();
            await other.SendAsync(RawPeer.Frame(0x82, Filled('B')));
            var message = await ours.ReceiveAsync(TestContext.Current.CancellationToken).InTime("the other's message");
            Assert.Equal(Filled('B'), message!.Value.ToArray());
            ours.Abort();
        }

        go.SetResult();
        foreach (var payload in await Task.WhenAll(reading).InTime("the handlers to end"))
            Assert.Equal(Filled('A'), payload);
    }

    [Fact]
    public async Task A_handler_that_returns_with_a_message_in_hand_ends_its_request()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSockeye();
        await using var app = builder.Build();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Use(async (_, next) =>
        {
            await next();
            ended.SetResult();
        });
        app.UseRouting();
        app.MapWebSocket("/abuse", async connection => await connection.ReceiveAsync());
        await app.StartAsync(TestContext.Current.CancellationToken);
        await using var peer = await RawPeer.OpenAsync(new UriBuilder(app.Urls.First()) { Scheme = "ws" }.Uri);
        await peer.SendAsync(RawPeer.Frame(0x82, Filled('A')));
        Assert.Equal((1000, ""), await peer.ReadCloseAsync());
        await peer.SendAsync(RawPeer.Frame(0x88, 0x03, 0xE8));
        await ended.Task.InTime("the request to end");
    }

    private static byte[] Filled(char letter)
    {
        var payload = new byte[Size];
        payload.AsSpan().Fill((byte)letter);
        return payload;
    }
}
