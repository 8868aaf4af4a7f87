using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Tests.Text;

public class LinksTests
{
    private static readonly string[] Parts =
        ["http:", "//", "www", ".", "a", "Bc", "example", ".com", "/", ":", " ", "\n", "(", ")", "<", ">", "!", ",", "é", "中", "𝐀", "_", "-", "1", "%20", "mailto:x", "\u00A0", "“", "ſ"];

    private static readonly PatternReplacement Whole = new(Links.Pattern, "[L]");

    [Property(MaxTest = 2000)]
    public Property Searching_part_by_part_finds_what_the_expression_finds_in_the_whole() => Prop.ForAll(
        Gen.Elements(Parts).ArrayOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text => Links.Replace(text, Whole) == Whole.Replace(text));

    [Theory]
    [InlineData("see https://a.example/b.", "see [L].")]
    [InlineData("(www.example.com)", "([L])")]
    [InlineData("a.example/b(c)d, e", "a.example/b(c)d, e")]
    [InlineData("a.exa/b(c)d, e", "[L], e")]
    [InlineData("ratio:16:9 and a : b", "[L] and a : b")]
    public void Links_are_what_Data_Juicer_takes_for_links(string text, string replaced) => Assert.Equal(replaced, Links.Replace(text, Whole));

    [Fact]
    public void A_text_without_links_stays_the_same_instance()
    {
        var text = "No links: only 3/4 of a sentence, and/or more.";

        Assert.Same(text, Links.Replace(text, Whole));
    }
}
