using System.Buffers;
using Sockeye.Protocol.Tests.Compression;

namespace Sockeye.Protocol.Tests.Messages;

/// <summary>
/// Fifty thousand generated peers: whatever they send, the reader ends with a failure value or a close frame, or waits for more; it
/// never throws, never loops, and holds nothing that was not paid for in bytes.
/// </summary>
public class HostileInputTests
{
    private const int Batches = 10;
    private const int CasesPerBatch = 5_000;
    private static readonly MessageLimits Limits = new(4096, 16);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Batches)];

    [Theory, MemberData(nameof(Seeds))]
    public void NothingThrowsHangsOrGrows(int batch)
    {
        for (var i = 0; i < CasesPerBatch; i++)
        {
            var seed = (batch * CasesPerBatch) + i;
            var random = new Random(seed);
            var role = (Role)random.Next(2);
            PerMessageDeflateParameters? compression = random.Next(2) == 0 ? null : Codec.Agreed(random.Next(9, 16), random.Next(2) == 0);
            Run(seed, HostilePeer.Bytes(random, role), random, role, compression);
        }
    }

    private static void Run(int seed, byte[] bytes, Random random, Role role, PerMessageDeflateParameters? compression)
    {
        using var reception = new Reception(role, Limits, compression);
        var chunks = random.Next(4) switch
        {
            0 => [bytes],
            1 => bytes.Select(b => new[] { b }).ToArray(),
            _ => Chunking.AtRandom(bytes, random),
        };
        var going = true;
        foreach (var chunk in chunks)
            going &= reception.Receive(chunk);
        Assert.InRange(reception.LongestPart, 0, Limits.MaxMessageSize);
        // The messages cannot be more than the frames that carried them: two bytes of header each.
        Assert.InRange(reception.Lines.Count, 0, (bytes.Length / 2) + 1);
        if (!going)
        {
            Assert.True(reception.Failed, $"seed {seed}");
            CloseFrame.Validate(reception.Failure!.Code, reception.Failure.Message);
            Assert.NotEmpty(reception.Failure.Clause);
            Assert.False(reception.Receive([0x81, 0x00]), "A failure stays.");
        }
        else
        {
            Assert.All(reception.Lines, line => Assert.False(line.StartsWith("failed", StringComparison.Ordinal)));
        }
    }
}
