using Streaming.Models.Operators;
using Streaming.Testing;

namespace Streaming.Models.Tests.Operators;

/// <summary>Templates read as Python's str.format reads them, as far as names go.</summary>
public sealed class SampleTemplateTests
{
    [Theory]
    [InlineData("{text} End", "words End")]
    [InlineData("{{{text}}}", "{words}")]
    [InlineData("{id}: {score} {whole} {text}", "s0: 0.5 3.0 words")]
    [InlineData("", "")]
    public void Places_take_what_columns_hold(string template, string text)
    {
        var sample = Some.Sample("words");
        (sample.Meta["score"], sample.Meta["whole"]) = (0.5, 3.0);
        Assert.Equal(text, SampleTemplate.Parse(template).Render(sample));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("a } b")]
    [InlineData("{}")]
    [InlineData("{text!r}")]
    [InlineData("{text:>10}")]
    [InlineData("{meta[0]}")]
    public void What_is_more_than_names_is_refused(string template) => Assert.NotNull(SampleTemplate.ProblemOf(template));

    [Fact]
    public void A_column_without_a_value_is_no_empty_text() => Assert.Throws<InvalidDataException>(() => SampleTemplate.Parse("{caption}").Render(Some.Sample("words")));
}
