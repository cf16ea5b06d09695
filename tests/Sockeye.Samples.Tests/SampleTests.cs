namespace Sockeye.Samples.Tests;

/// <summary>Each sample does what its first line says, with a peer that is not ours, and ends cleanly.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public SampleTests() => _patience.CancelAfter(TimeSpan.FromSeconds(60));

    private CancellationToken Patience => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task HelloServer_greets_by_name()
    {
        var address = SampleProgram.FreeAddress();
        await using var server = new SampleProgram("HelloServer", address);
        using var client = await BclClient.ConnectAsync(address, Patience);
        await client.SendAsync("Sophie", Patience);
        Assert.Equal("Hello Sophie!", await client.ReceiveAsync(Patience));
    }

    [Fact]
    public async Task EchoServer_says_what_it_hears_and_says_goodbye()
    {
        var address = SampleProgram.FreeAddress();
        await using var server = new SampleProgram("EchoServer", address);
        using var client = await BclClient.ConnectAsync(address, Patience);
        await client.SendAsync("something", Patience);
        Assert.Equal("something", await client.ReceiveAsync(Patience));

        var stopped = server.StopAsync(Patience);
        Assert.Equal("close 1001", await client.ReceiveAsync(Patience));
        await client.Socket.CloseOutputAsync(client.Socket.CloseStatus!.Value, null, Patience);
        Assert.Equal(0, await stopped);
    }

    [Fact]
    public async Task BroadcastChat_tells_everyone()
    {
        var address = SampleProgram.FreeAddress();
        await using var server = new SampleProgram("BroadcastChat", address);
        using var first = await BclClient.ConnectAsync(address, Patience);
        using var second = await BclClient.ConnectAsync(address, Patience);
        await second.SendAsync("hello", Patience);
        Assert.Equal("hello", await first.ReceiveAsync(Patience));
        Assert.Equal("hello", await second.ReceiveAsync(Patience));
    }

    [Fact]
    public async Task ClockServer_tells_the_time()
    {
        var address = SampleProgram.FreeAddress();
        await using var server = new SampleProgram("ClockServer", address);
        using var client = await BclClient.ConnectAsync(address, Patience);
        Assert.EndsWith("Z", await client.ReceiveAsync(Patience), StringComparison.Ordinal);
        Assert.StartsWith("1 know the time", await server.WaitForAsync("1 know", Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventClient_sends_what_is_typed_and_shows_what_comes()
    {
        var address = SampleProgram.FreeAddress();
        await using var server = new SampleProgram("EchoServer", address);
        await using var client = new SampleProgram("EventClient", address);
        await client.WaitForAsync("open", Patience);
        await client.Input.WriteLineAsync("typed".AsMemory(), Patience);
        await client.Input.FlushAsync(Patience);
        await client.WaitForAsync("typed", Patience);

        client.Input.Close();
        await client.WaitForAsync("closed:", Patience);
        Assert.Equal(0, await client.WaitForExitAsync(Patience));
    }

    [Fact]
    public async Task EchoEndpoint_echoes_inside_an_app()
    {
        var address = SampleProgram.FreeAddress("http");
        await using var server = new SampleProgram("EchoEndpoint", "--urls", address);
        using var client = await BclClient.ConnectAsync(address.Replace("http", "ws", StringComparison.Ordinal) + "/echo", Patience);
        await client.SendAsync("something", Patience);
        Assert.Equal("something", await client.ReceiveAsync(Patience));
    }
}
