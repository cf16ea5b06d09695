namespace Sockeye.Architecture.Tests.Floors;

/// <summary>Which project stands on which floor, and so which may know which (docs/architecture.md).</summary>
internal static class House
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["Sockeye.Protocol"] = 0,
        ["Sockeye.Centrifuge.Protocol"] = 0,
        ["Sockeye.Connections"] = 1,
        ["Sockeye.EventLoop"] = 1,
        ["Sockeye.Channels"] = 2,
        ["Sockeye.Client"] = 2,
        ["Sockeye.Server"] = 3,
        ["Sockeye.Redis"] = 3,
        ["Sockeye.PostgreSql"] = 3,
        ["Sockeye.Centrifuge"] = 4,
        ["Sockeye.SocketIO"] = 4,
        ["Sockeye.Cli"] = 5,
    };

    private static readonly HashSet<string> Doors = ["Sockeye.Centrifuge", "Sockeye.SocketIO"];

    private static readonly HashSet<string> Brokers = ["Sockeye.Redis", "Sockeye.PostgreSql"];

    /// <summary>These run wherever .NET runs, with no web server: they never reference ASP.NET Core.</summary>
    private static readonly HashSet<string> WithoutAspNetCore =
        ["Sockeye.Protocol", "Sockeye.Centrifuge.Protocol", "Sockeye.Connections", "Sockeye.Channels", "Sockeye.Client"];

    public static bool Has(string project) => Floors.ContainsKey(project);

    /// <summary>Down only; neighbours do not know each other, but the event loop stands on connections; doors do not know brokers.</summary>
    public static bool MayKnow(string project, string other) =>
        (project, other) is ("Sockeye.EventLoop", "Sockeye.Connections")
        || (Has(project) && Has(other) && Floors[other] < Floors[project] && !(Doors.Contains(project) && Brokers.Contains(other)));

    public static bool MayUseAspNetCore(string project) => !WithoutAspNetCore.Contains(project);

    /// <summary>The engine has no packages: everything it needs is in the base class library.</summary>
    public static bool MayUsePackages(string project) => project != "Sockeye.Protocol";
}
