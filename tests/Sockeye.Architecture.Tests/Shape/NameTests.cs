using System.Text.RegularExpressions;

namespace Sockeye.Architecture.Tests.Shape;

/// <summary>A folder or file is named for what it does in the field's own words, not for having no better place.</summary>
public partial class NameTests
{
    [Fact]
    public void Nothing_is_named_for_having_no_better_place()
    {
        var names = Repository.Files.SelectMany(file => file.Split('/')).Distinct().Order(StringComparer.Ordinal);
        Complaints.AssertNone(names.Where(IsEmpty).Select(name => $"{name} says nothing: name it for what it does."));
    }

    [Theory]
    [InlineData("ConnectionManager.cs", true)]
    [InlineData("Utils", true)]
    [InlineData("StringHelpers.cs", true)]
    [InlineData("common", true)]
    [InlineData("Simplest.cs", false)]
    [InlineData("Transmission.cs", false)]
    public void The_empty_words_are_known(string name, bool empty) => Assert.Equal(empty, IsEmpty(name));

    private static bool IsEmpty(string name) => EmptyWord().IsMatch(name);

    // At the end of a name's stem, or the whole of it.
    [GeneratedRegex(@"(^|[a-z0-9.\-_])([Mm]anagers?|[Hh]elpers?|[Uu]til(s|ity|ities)?|[Cc]ommon|[Mm]isc|[Ii]mpl)(\.|$)")]
    private static partial Regex EmptyWord();
}
