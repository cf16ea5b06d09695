using System.Runtime.CompilerServices;

namespace Sockeye.Server.Tests.Broadcasting;

/// <summary>The registry's bookkeeping; what a broadcast sends is tested through real sockets.</summary>
public sealed class ConnectionRegistryTests
{
    private readonly ConnectionRegistry _registry = new();

    [Fact]
    public void Counts_and_finds_by_path_without_case_or_a_slash_at_the_end()
    {
        var one = Add("/chat");
        var two = Add("/CHAT/");
        var other = Add("/");

        Assert.Equal(3, _registry.Count);
        Assert.Equal([one, two], _registry.OnPath("/chat/"));
        Assert.Equal(2, _registry.OnPath("/Chat").Count);
        Assert.Equal([other], _registry.OnPath("/"));
        Assert.Empty(_registry.OnPath("/nobody"));
        Assert.Equal([one, two, other], _registry.OrderBy(c => c == one ? 0 : c == two ? 1 : 2));
    }

    [Fact]
    public void A_view_of_a_path_follows_it()
    {
        var chat = _registry.OnPath("/chat");
        Assert.Empty(chat);
        var one = Add("/chat");
        Assert.Equal([one], chat);
        _registry.Remove(one, "/chat");
        Assert.Empty(chat);
    }

    [Fact]
    public void A_walk_sees_the_connections_of_the_moment_it_began()
    {
        var one = Add("/chat");
        var two = Add("/chat");
        var seen = new List<WebSocketConnection>();
        foreach (var connection in _registry)
        {
            seen.Add(connection);
            _registry.Remove(connection, "/chat");
            Add("/chat");
        }

        Assert.Equal([one, two], seen);
        Assert.Equal(2, _registry.Count);
    }

    [Fact]
    public void Whatever_comes_and_goes_the_registry_agrees_with_a_plain_list()
    {
        var random = new Random(20260801);
        var model = new List<(WebSocketConnection Connection, string Path)>();
        for (var step = 0; step < 20_000; step++)
        {
            // Grows, shrinks to nothing, and so on.
            var grow = step / 2_000 % 2 == 0 ? 0.7 : 0.3;
            if (model.Count == 0 || random.NextDouble() < grow)
            {
                var path = $"/{random.Next(5)}";
                model.Add((Add(path), path));
            }
            else
            {
                var index = random.Next(model.Count);
                _registry.Remove(model[index].Connection, model[index].Path);
                model.RemoveAt(index);
            }

            if (step % 97 == 0)
                AssertAgrees(model);
        }
    }

    [Fact]
    public void A_closed_registry_takes_nobody_and_keeps_whom_it_has()
    {
        var one = Add("/chat");
        _registry.Close();
        Assert.False(_registry.TryAdd(NewConnection(), "/chat"));
        Assert.Equal([one], _registry);
    }

    [Fact]
    public async Task Connecting_and_leaving_on_many_threads_ends_with_nobody()
    {
        var threads = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            var mine = new Queue<WebSocketConnection>();
            for (var i = 0; i < 2_000; i++)
            {
                var connection = NewConnection();
                Assert.True(_registry.TryAdd(connection, "/shared"));
                mine.Enqueue(connection);
                if (mine.Count > 10)
                    _registry.Remove(mine.Dequeue(), "/shared");
                if (i % 50 == thread)
                    Assert.All(_registry, Assert.NotNull);
            }

            while (mine.TryDequeue(out var connection))
                _registry.Remove(connection, "/shared");
        }));
        await Task.WhenAll(threads);
        Assert.Empty(_registry);
    }

    private void AssertAgrees(List<(WebSocketConnection Connection, string Path)> model)
    {
        Assert.Equal(model.Count, _registry.Count);
        Assert.Equal(model.Select(e => e.Connection).ToHashSet(), _registry.ToHashSet());
        foreach (var path in model.GroupBy(e => e.Path))
            Assert.Equal(path.Select(e => e.Connection).ToHashSet(), _registry.OnPath(path.Key).ToHashSet());
    }

    private WebSocketConnection Add(string path)
    {
        var connection = NewConnection();
        Assert.True(_registry.TryAdd(connection, path));
        return connection;
    }

    /// <summary>The bookkeeping touches nothing of a connection but its slot, so that one without a wire will do.</summary>
    private static WebSocketConnection NewConnection() =>
        (WebSocketConnection)RuntimeHelpers.GetUninitializedObject(typeof(WebSocketConnection));
}
