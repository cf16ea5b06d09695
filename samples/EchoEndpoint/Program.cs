// An endpoint of an ASP.NET Core app. Try it with:  sockeye connect ws://localhost:5000/echo
#region map-websocket
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSockeye();
var app = builder.Build();

app.MapWebSocket("/echo", async socket =>
{
    await foreach (var message in socket.ReadAllAsync())
        await socket.SendAsync(message);
});

app.Run();
#endregion
