using System.Text;

namespace Sockeye.Protocol.Tests;

/// <summary>RFC 6455 section 9.1: the grammar of <c>Sec-WebSocket-Extensions</c>.</summary>
public class ExtensionHeaderTests
{
    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("foo, bar", "foo|bar")]
    [InlineData("foo,foo", "foo|foo")]
    [InlineData("foo; bar; baz=2", "foo;bar;baz=2")]
    [InlineData("foo;bar=\"2\"", "foo;bar=2")]
    [InlineData("foo; bar=\"\\1\\5\"", "foo;bar=15")]
    [InlineData("foo; bar; bar=1; bar", "foo;bar;bar=1;bar")]
    [InlineData("\t foo ;\tbar = \"2\" ;baz\t=3 ", "foo;bar=2;baz=3")]
    [InlineData(" , foo;a ,,\t, bar;b=c , ", "foo;a|bar;b=c")]
    [InlineData("a!#$%&'*+-.^_`|~9Z;x=!#$", "a!#$%&'*+-.^_`|~9Z;x=!#$")]
    [InlineData("deflate-stream", "deflate-stream")]
    [InlineData("mux; max-channels=4; flow-control, deflate-stream", "mux;max-channels=4;flow-control|deflate-stream")]
    public void Well_formed(string header, string expected) => Assert.Equal(expected, Read(header));

    [Theory]
    [InlineData("nothing", "", 0)]
    [InlineData("only whitespace", " \t", 2)]
    [InlineData("only empty elements", ", ,", 3)]
    [InlineData("no name", ";a", 0)]
    [InlineData("no name after a comma", "foo, ;a", 5)]
    [InlineData("no parameter", "foo;", 4)]
    [InlineData("no parameter between", "foo;;a", 4)]
    [InlineData("no parameter before a comma", "foo; ,bar", 5)]
    [InlineData("no parameter name", "foo;=1", 4)]
    [InlineData("no value", "foo;a=", 6)]
    [InlineData("no value before another", "foo;a= ;b", 7)]
    [InlineData("two values", "foo;a=1=2", 7)]
    [InlineData("two words", "foo bar", 4)]
    [InlineData("two words as a parameter", "foo; a b", 7)]
    [InlineData("a separator in a name", "fo/o", 2)]
    [InlineData("a name in quotes", "\"foo\"", 0)]
    [InlineData("a parameter name in quotes", "foo; \"a\"=1", 5)]
    [InlineData("not ASCII", "foo; a=é", 7)]
    [InlineData("a control character", "foo\0", 3)]
    [InlineData("a line break", "foo,\r\nbar", 4)]
    [InlineData("an empty quoted value", "foo;a=\"\"", 8)]
    [InlineData("a quoted value that is no token", "foo;a=\"b c\"", 6)]
    [InlineData("a quoted comma", "foo;a=\"b,c\"", 6)]
    [InlineData("an escaped quote", "foo;a=\"b\\\"c\"", 6)]
    [InlineData("an escaped backslash", "foo;a=\"b\\\\\"", 6)]
    [InlineData("an escaped space", "foo;a=\"\\ \"", 6)]
    [InlineData("a quote that is not closed", "foo;a=\"b", 6)]
    [InlineData("only a quote", "foo;a=\"", 6)]
    [InlineData("an escape of nothing", "foo;a=\"b\\", 6)]
    [InlineData("a token after the quoted value", "foo;a=\"b\"c", 9)]
    [InlineData("a quote after a token", "foo;a=b\"c\"", 7)]
    public void Malformed(string what, string header, int position)
    {
        Assert.Equal($"malformed at {position}", Read(header));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void Parameters_that_are_not_read_are_checked_all_the_same()
    {
        var reader = new ExtensionHeaderReader("foo; a=1; b=(, bar");

        Assert.True(reader.ReadExtension(out _));
        Assert.False(reader.ReadExtension(out _));
        Assert.True(reader.IsMalformed);
        Assert.False(reader.ReadExtension(out _));
        Assert.False(reader.ReadParameter(out _));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        const string Header = "foo; a=1; b=\"2\", permessage-deflate; client_max_window_bits, bar";
        Count(Header);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Count(Header);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static int Count(string header)
    {
        var reader = new ExtensionHeaderReader(header);
        var count = 0;
        while (reader.ReadExtension(out _))
        {
            count++;
        }

        return count;
    }

    static string Read(string header)
    {
        var text = new StringBuilder();
        var reader = new ExtensionHeaderReader(header);
        while (reader.ReadExtension(out var name))
        {
            text.Append(text.Length == 0 ? "" : "|").Append(name);
            while (reader.ReadParameter(out var parameter))
            {
                text.Append(';').Append(parameter.Name).Append(parameter.Value.IsEmpty ? "" : "=").Append(parameter.Value);
            }
        }

        return reader.IsMalformed ? $"malformed at {reader.Position}" : text.ToString();
    }
}
