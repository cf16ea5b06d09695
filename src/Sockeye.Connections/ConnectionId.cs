using System.Security.Cryptography;

namespace Sockeye;

/// <summary>Names for connections: short, unique in the process and, for reading logs of many, unlikely to repeat elsewhere.</summary>
internal static class ConnectionId
{
    private static readonly string Process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));

    private static long _last;

    /// <summary>The next name.</summary>
    public static string Next() => $"{Process}-{Interlocked.Increment(ref _last)}";
}
