// Everyone hears what anyone says. Try it with two of:  sockeye connect ws://localhost:3000
using Sockeye;

#region broadcast-chat
await using var server = new WebSocketServer(args.FirstOrDefault() ?? "ws://localhost:3000");
server.Connected += socket => socket.MessageReceived += message => server.Broadcast(message);
await server.RunAsync();
#endregion
