// Tells the time every second to all who listen. Try it with:  sockeye connect ws://localhost:5678
using Sockeye;

#region broadcast
await using var server = new WebSocketServer(args.FirstOrDefault() ?? "ws://localhost:5678");
await server.StartAsync();

using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
while (await second.WaitForNextTickAsync())
{
    var result = server.Broadcast($"{DateTime.UtcNow:O}");
    Console.WriteLine($"{result.Delivered} know the time, {result.Dropped} were too slow for it");
}
#endregion
