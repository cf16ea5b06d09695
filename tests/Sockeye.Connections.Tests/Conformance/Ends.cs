using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Conformance;

/// <summary>The rows of a theory that holds at both ends on every wire.</summary>
internal static class Ends
{
    public static TheoryData<WireKind, Role> All { get; } =
        new(from kind in Enum.GetValues<WireKind>() from role in Enum.GetValues<Role>() select (kind, role));
}
