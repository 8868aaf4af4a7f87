using System.Globalization;
using FsCheck.Xunit;
using Streaming.Samples;
using Streaming.Topologies;

namespace Streaming.Tests.Topologies;

public sealed class PredicateTests
{
    [Theory]
    [InlineData("text_len >= 1000", true)]
    [InlineData("text_len < 1000", false)]
    [InlineData("text_len == 1000.0", true)]
    [InlineData("__dj__stats__.quality > 0.5", true)]
    [InlineData("quality>0.5 and lang == 'de'", true)]
    [InlineData("lang == \"en\" or year == 1999", true)]
    [InlineData("lang != 'de' or year == 2000", false)]
    [InlineData("not lang == 'en'", true)]
    [InlineData("not (lang == 'de' and year == 1999)", false)]
    [InlineData("lang == 'en' and lang == 'de' or year == 1999", true)]
    [InlineData("text contains 'Haus'", true)]
    [InlineData("text contains 'haus'", false)]
    [InlineData("tags contains 'b'", true)]
    [InlineData("tags contains 'c'", false)]
    [InlineData("good == true", true)]
    [InlineData("lineage.source == 'web'", true)]
    [InlineData("lineage.position <= 7", true)]
    [InlineData("id == 'x1'", true)]
    [InlineData("missing == 1", false)]
    [InlineData("missing != 1", true)]
    [InlineData("missing < 1", false)]
    [InlineData("lang < 5", false)]
    [InlineData("lang >= 'da'", true)]
    public void Comparisons_hold_or_not(string text, bool holds) => Assert.Equal(holds, Parse(text).Holds(Example()));

    [Theory]
    [InlineData("", 0)]
    [InlineData("text_len", 8)]
    [InlineData("text_len >", 10)]
    [InlineData("text_len = 5", 9)]
    [InlineData("text_len > x", 11)]
    [InlineData("a == 'open", 5)]
    [InlineData("(a == 1", 7)]
    [InlineData("a == 1)", 6)]
    [InlineData("a == 1 b == 2", 7)]
    [InlineData("and == 1", 0)]
    public void What_does_not_parse_is_refused_at_its_column(string text, int column) => Assert.Equal(column, PredicateParser.Parse(text).Error?.Column);

    [Fact]
    public void Endless_nesting_is_refused() => Assert.NotNull(PredicateParser.Parse(new string('(', 1_000_000)).Error);

    [Property]
    public bool Any_text_parses_or_is_refused(string? text)
    {
        var (predicate, error) = PredicateParser.Parse(text ?? "");
        return predicate is null != error is null;
    }

    [Property]
    public bool Numbers_compare_as_numbers(int value, int constant)
    {
        var sample = Example();
        sample.Stats["n"] = (long)value;
        return Parse(string.Create(CultureInfo.InvariantCulture, $"n < {constant}")).Holds(sample) == value < constant;
    }

    private static Predicate Parse(string text) => PredicateParser.Parse(text).Predicate ?? throw new InvalidOperationException(text);

    private static Sample Example() => new()
    {
        Id = "x1",
        Text = "Das Haus",
        Lineage = new(new("web", "a"), 7, [], "run"),
        Stats = { ["text_len"] = 1000L, ["quality"] = 0.75 },
        Meta = { ["lang"] = "de", ["year"] = 1999L, ["tags"] = new object?[] { "a", "b" }, ["good"] = true },
    };
}
