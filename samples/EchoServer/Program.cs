// Says what it hears, text and binary. Try it with:  sockeye connect ws://localhost:8080
using Sockeye;

#region echo-server
await using var server = new WebSocketServer(args.FirstOrDefault() ?? "ws://localhost:8080");
server.Connected += socket => socket.MessageReceived += async message => await socket.SendAsync(message);
await server.RunAsync();
#endregion
