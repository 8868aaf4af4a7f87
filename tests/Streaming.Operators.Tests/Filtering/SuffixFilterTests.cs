using Streaming.Operators.Filtering;

namespace Streaming.Operators.Tests.Filtering;

public class SuffixFilterTests
{
    [Fact]
    public async Task Without_a_column_the_suffix_is_that_of_the_file()
    {
        await using var driver = await OperatorDriver.OpenAsync(new SuffixFilter(new() { Suffixes = [".md"] }));
        await driver.ApplyAsync([Some.Sample("a", split: new("s", "docs/a.md")), Some.Sample("b", split: new("s", "docs.md/b.txt")), Some.Sample("c", split: new("s", "md"))]);

        Assert.Equal(["a"], driver.Texts);
    }

    [Theory]
    [InlineData(false, "1")]
    [InlineData(true, "0 2")]
    public async Task A_column_counts_more(bool reversed, string kept)
    {
        await using var driver = await OperatorDriver.OpenAsync(
            new SuffixFilter(new() { Suffixes = [".md"], ReversedRange = reversed }), RowSchema.Text.With(new("__dj__suffix__", ColumnType.String)));
        var samples = new[] { ".MD", ".md", null }.Select((suffix, i) =>
        {
            var sample = Some.Sample($"{i}", split: new("s", "a.md"));
            sample.Meta["__dj__suffix__"] = suffix;
            return sample;
        });
        await driver.ApplyAsync(samples);

        Assert.Equal(kept, string.Join(' ', driver.Texts));
    }
}
