// The browser's WebSocket as a console program: sends what you type, shows what comes. Start samples/EchoServer first, or later.
using Sockeye;

#region event-client
await using var socket = new WebSocketClient(args.FirstOrDefault() ?? "ws://localhost:8080");
socket.Opened += _ => Console.WriteLine("open");
socket.MessageReceived += message => Console.WriteLine(message.Text);
socket.Closed += closure => Console.WriteLine($"closed: {closure.Reason}");
socket.Errored += error => Console.Error.WriteLine(error.Message);

await socket.ConnectAsync();
while (Console.ReadLine() is { } line)
    await socket.SendAsync(line);
#endregion
