using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Server.Tests.Support;

namespace Sockeye.Server.Tests.Metrics;

/// <summary>The meter <c>Sockeye.Server</c>.</summary>
public sealed class ServerMetricsTests
{
    [Fact]
    public async Task Handshakes_are_counted_by_status_and_route()
    {
        await using var server = await AppServer.StartAsync(
            app => app.MapWebSocket("/rooms/{id}", (WebSocketConnection _) => { }));
        var counted = new ConcurrentQueue<(object? Status, object? Route)>();
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Sockeye.Server" && instrument.Meter.Scope == factory)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var byName = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            for (var i = 0; i < count; i++)
                counted.Enqueue((byName["http.response.status_code"], byName["http.route"]));
        });
        listener.Start();

        await using var accepted = await server.ConnectAsync(Way.Http1, "/rooms/1");
        await using var overHttp2 = await server.ConnectAsync(Way.Http2, "/rooms/2");
        await using var refused = await RawClient.ConnectAsync(server.Port);
        await refused.SendAsync(Handshake.Get("/rooms/3", "Origin: http://evil.test"));
        await refused.ReadResponseAsync();

        Assert.Equal(
            [(101, "/rooms/{id}"), (200, "/rooms/{id}"), (403, "/rooms/{id}")],
            counted.Select(c => ((int)c.Status!, (string)c.Route!)).OrderBy(c => c.Item1));
    }
}
