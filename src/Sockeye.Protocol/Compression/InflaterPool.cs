namespace Sockeye.Protocol;

/// <summary>Inflate states for the length of a message; one kind serves every window (<see cref="Inflater"/>).</summary>
internal static class InflaterPool
{
    public static StatePool<Inflater> Shared { get; } = new(static () => new Inflater(), StatePool<Inflater>.DefaultCapacity);
}
