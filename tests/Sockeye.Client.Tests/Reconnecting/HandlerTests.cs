namespace Sockeye.Client.Tests.Reconnecting;

/// <summary>Exceptions of handlers, plain and <c>async</c>, are reported and change nothing.</summary>
public class HandlerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_throws_is_reported(bool waitsFirst)
    {
        await using var rig = new ReconnectRig();
        var second = new Recorder<WebSocketConnection>();
        if (waitsFirst)
        {
            rig.Client.Opened += async _ =>
            {
                await Task.Yield();
                throw new InvalidTimeZoneException("for the test");
            };
        }
        else
        {
            rig.Client.Opened += _ => throw new InvalidTimeZoneException("for the test");
        }

        rig.Client.Opened += second.Add;
        using var peer = await rig.ConnectAsync();
        Assert.IsType<InvalidTimeZoneException>(await rig.Errors.NextAsync());
        await second.NextAsync();
        await rig.Client.SendAsync("alive", ReconnectRig.Token);
        Assert.Equal("alive", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task An_error_handler_that_throws_has_nowhere_to_report_to()
    {
        await using var rig = new ReconnectRig();
        rig.Client.Errored += _ => throw new InvalidTimeZoneException("for the test");
        rig.Client.Errored += async _ =>
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("for the test");
        };
        rig.Client.Opened += _ => throw new InvalidOperationException("for the test");
        using var peer = await rig.ConnectAsync();
        Assert.IsType<InvalidOperationException>(await rig.Errors.NextAsync());
        Assert.True(rig.Errors.IsEmpty);
    }

    [Fact]
    public async Task Async_handlers_stay_in_their_context()
    {
        var seen = new Recorder<bool>();
        var context = new HandlerContext(_ => { });
        context.Raise<int>(async _ =>
        {
            await Task.Yield();
            seen.Add(SynchronizationContext.Current == context);
            await Task.Yield();
            seen.Add(SynchronizationContext.Current == context);
        }, 1);
        Assert.NotSame(context, SynchronizationContext.Current);
        Assert.True(await seen.NextAsync());
        Assert.True(await seen.NextAsync());
    }
}
