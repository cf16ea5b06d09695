// A client sends its name and is greeted. Try it with:  sockeye connect ws://localhost:8765
using Sockeye;

#region hello-server
await using var server = new WebSocketServer(args.FirstOrDefault() ?? "ws://localhost:8765");
server.Connected += socket => socket.MessageReceived += async name => await socket.SendAsync($"Hello {name.Text}!");
await server.RunAsync();
#endregion
