namespace Sockeye.Client.Tests.Reconnecting;

/// <summary>Messages received across reconnects, by handlers and by readers.</summary>
public class ReceivingTests
{
    [Fact]
    public async Task Reading_spans_connections_and_ends_with_the_client()
    {
        await using var rig = new ReconnectRig();
        var texts = new Recorder<string>();
        var reading = Task.Run(async () =>
        {
            await foreach (var message in rig.Client.ReadAllAsync(ReconnectRig.Token))
                texts.Add(message.Text);
        }, ReconnectRig.Token);
        using var first = await rig.ConnectAsync();
        await first.SendTextAsync("1");
        await first.SendTextAsync("2");
        Assert.Equal("1", await texts.NextAsync());
        Assert.Equal("2", await texts.NextAsync());
        first.Reset();
        using var second = await rig.ReconnectAsync();
        await second.SendTextAsync("3");
        Assert.Equal("3", await texts.NextAsync());
        Assert.False(reading.IsCompleted);
        await second.SendCloseAsync(1000);
        await second.ReadCloseAsync();
        second.Dispose();
        await reading.InTime();
    }

    [Fact]
    public async Task Handlers_move_from_connection_to_connection()
    {
        await using var rig = new ReconnectRig();
        var texts = new Recorder<string>();
        Action<WebSocketMessage> handler = message => texts.Add(message.Text);
        rig.Client.MessageReceived += handler;
        using var first = await rig.ConnectAsync();
        await first.SendTextAsync("1");
        Assert.Equal("1", await texts.NextAsync());
        first.Reset();
        using var second = await rig.ReconnectAsync();
        await second.SendTextAsync("2");
        Assert.Equal("2", await texts.NextAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.ReceiveAsync());
        rig.Client.MessageReceived -= handler;
        await second.SendTextAsync("3");
        Assert.Equal("3", (await rig.ReceiveAsync())?.Text);
        Assert.True(texts.IsEmpty);
    }

    [Fact]
    public async Task A_handler_that_comes_late_gets_what_waited()
    {
        await using var rig = new ReconnectRig();
        var texts = new Recorder<string>();
        var connecting = rig.Client.ConnectAsync(ReconnectRig.Token);
        using var peer = await rig.Server.AcceptAsync();
        await peer.UpgradeAsync(behind: [.. LiteralPeer.TextFrame("1"), .. LiteralPeer.TextFrame("2")]);
        await connecting.InTime();
        rig.Client.MessageReceived += message => texts.Add(message.Text);
        Assert.Equal("1", await texts.NextAsync());
        Assert.Equal("2", await texts.NextAsync());
    }

    [Fact]
    public async Task An_async_handler_is_waited_for()
    {
        await using var rig = new ReconnectRig();
        var texts = new Recorder<string>();
        var goOn = new TaskCompletionSource();
        rig.Client.MessageReceived += async message =>
        {
            texts.Add("begin " + message.Text);
            await goOn.Task;
            texts.Add("end " + message.Text);
        };
        using var peer = await rig.ConnectAsync();
        await peer.SendTextAsync("1");
        await peer.SendTextAsync("2");
        Assert.Equal("begin 1", await texts.NextAsync());
        goOn.SetResult();
        foreach (var text in new[] { "end 1", "begin 2", "end 2" })
            Assert.Equal(text, await texts.NextAsync());
    }

    [Fact]
    public async Task A_cancelled_receive_loses_nothing()
    {
        await using var rig = new ReconnectRig();
        using var cancel = new CancellationTokenSource();
        var unconnected = rig.Client.ReceiveAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unconnected.InTime());
        using var peer = await rig.ConnectAsync();
        using var again = new CancellationTokenSource();
        var connected = rig.Client.ReceiveAsync(again.Token).AsTask();
        await again.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connected.InTime());
        await peer.SendTextAsync("still here");
        Assert.Equal("still here", (await rig.ReceiveAsync())?.Text);
    }

    [Fact]
    public async Task Pings_measure_the_open_connection()
    {
        await using var rig = new ReconnectRig();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => rig.Client.PingAsync(ReconnectRig.Token).AsTask());
        using var peer = await rig.ConnectAsync();
        var ping = rig.Client.PingAsync(ReconnectRig.Token).AsTask();
        var (opcode, payload) = await peer.ReadFrameAsync();
        Assert.Equal(9, opcode);
        rig.Time.Advance(TimeSpan.FromMilliseconds(30));
        await peer.WriteAsync([0x8A, (byte)payload.Length, .. payload]);
        Assert.Equal(TimeSpan.FromMilliseconds(30), await ping.InTime());
    }

    [Fact]
    public async Task A_handler_that_throws_ends_the_connection_with_1011_and_the_client_comes_back()
    {
        await using var rig = new ReconnectRig();
        rig.Client.MessageReceived += _ => throw new InvalidTimeZoneException("for the test");
        using var first = await rig.ConnectAsync();
        await first.SendTextAsync("1");
        Assert.Equal(1011, await first.ReadCloseAsync());
        Assert.IsType<InvalidTimeZoneException>(await rig.Errors.NextAsync());
        await first.SendCloseAsync(1011);
        first.Dispose();
        using var second = await rig.ReconnectAsync();
    }
}
