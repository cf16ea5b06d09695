using Sockeye.Cli.Connect.Rendering;

namespace Sockeye.Cli.Tests.Connect.Rendering;

public class HexDumpTests
{
    [Fact]
    public void Bytes_stand_in_rows_of_sixteen() => Assert.Equal(
        """
        00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 21 00 1b ff  |Hello, world!...|
        00000010  7e 7f                                             |~.|
        """.ReplaceLineEndings("\n"),
        HexDump.Format([.. "Hello, world!"u8, 0x00, 0x1B, 0xFF, 0x7E, 0x7F], 512));

    [Fact]
    public void The_rest_is_counted()
    {
        var lines = HexDump.Format(new byte[2000], 32).Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("... 1,968 more bytes", lines[2]);
    }

    [Fact]
    public void Nothing_is_nothing() => Assert.Equal("", HexDump.Format([], 512));
}
