using Sockeye.Protocol;

namespace Sockeye.Connections.Tests;

/// <summary>The rows of a theory that runs on every wire.</summary>
internal static class Wires
{
    public static TheoryData<WireKind> All => new(Enum.GetValues<WireKind>());

    /// <summary>Every wire, without and with compression.</summary>
    public static TheoryData<WireKind, bool> Compressed
    {
        get
        {
            var rows = new TheoryData<WireKind, bool>();
            foreach (var kind in Enum.GetValues<WireKind>())
            {
                rows.Add(kind, false);
                rows.Add(kind, true);
            }
            return rows;
        }
    }

    /// <summary>Every wire, as server and as client.</summary>
    public static TheoryData<WireKind, Role> AndRoles
    {
        get
        {
            var rows = new TheoryData<WireKind, Role>();
            foreach (var kind in Enum.GetValues<WireKind>())
            {
                rows.Add(kind, Role.Server);
                rows.Add(kind, Role.Client);
            }
            return rows;
        }
    }
}
