using System.Net;
using Sockeye.Interop.Peers;
using Sockeye.Interop.Support;

namespace Sockeye.Interop.SystemNet;

/// <summary>Several WebSockets on one HTTP/2 connection (RFC 8441 section 1): what befalls one is nothing to the others.</summary>
public sealed class SharedHttp2Tests
{
    [Fact]
    public async Task One_of_many_ends_and_the_others_go_on()
    {
        var settings = new PeerSettings { Tls = true };
        await using var server = await OurServer.StartAsync(settings);
        using var invoker = SystemNetClient.CreateInvoker();
        var pairs = new List<Pair>();
        for (var i = 0; i < 5; i++)
            pairs.Add(await ConnectAsync(server, settings, invoker));
        Assert.Single(pairs.Select(pair => pair.Ours.Request.RemoteEndPoint).Distinct());

        pairs[0].Ours.Abort();
        await pairs[1].Theirs.TerminateAsync();
        await pairs[2].Theirs.CloseAsync(4000, "enough");
        Assert.Equal(1006, (await pairs[0].Theirs.Closed.InTime("the first")).Code);
        Assert.Equal(CloseCode.AbnormalClosure, (await pairs[1].Ours.Completion.InTime("the second")).Code);
        Assert.Equal((CloseCode)4000, (await pairs[2].Ours.Completion.InTime("the third")).Code);
        await EchoAsync(pairs[3]);
        await EchoAsync(pairs[4]);
        foreach (var pair in pairs)
            await pair.DisposeAsync();
    }

    [Fact]
    public async Task To_abort_one_that_has_ended_does_not_end_its_successor()
    {
        var settings = new PeerSettings { Tls = true };
        await using var server = await OurServer.StartAsync(settings);
        using var invoker = SystemNetClient.CreateInvoker();
        var former = new List<WebSocketConnection>();
        // Kestrel gives a finished request's context to a later request of the same connection.
        for (var i = 0; i < 10; i++)
        {
            await using var pair = await ConnectAsync(server, settings, invoker);
            former.ForEach(connection => connection.Abort());
            await EchoAsync(pair);
            await pair.Theirs.CloseAsync(1000, "");
            await pair.Ours.Completion.InTime("the end");
            former.Add(pair.Ours);
        }
    }

    private static async Task<Pair> ConnectAsync(OurServer server, PeerSettings settings, HttpMessageInvoker invoker)
    {
        var theirs = await SystemNetClient.ConnectAsync(server.Url, settings, HttpVersion.Version20, invoker);
        return new Pair(await server.AcceptAsync(), theirs);
    }

    private static async Task EchoAsync(Pair pair)
    {
        await pair.Theirs.SendAsync(PeerMessage.Of("hello"));
        var message = await pair.Ours.ReceiveAsync(TestContext.Current.CancellationToken).InTime("a message");
        if (message is null)
            Assert.Fail($"Instead of a message came the end: {await pair.Ours.Completion.InTime("the end")}");
        await pair.Ours.SendAsync(message.Value, TestContext.Current.CancellationToken);
        PeerMessage.Of("hello").AssertSame(await pair.Theirs.ReceiveAsync(), "back");
        // The wait for the next message frees this one, and hears of the end.
        _ = pair.Ours.ReceiveAsync(TestContext.Current.CancellationToken).AsTask();
    }
}
