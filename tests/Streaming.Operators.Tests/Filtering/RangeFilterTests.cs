using Streaming.Operators.Filtering;

namespace Streaming.Operators.Tests.Filtering;

public class RangeFilterTests
{
    [Fact]
    public async Task A_reject_says_what_failed_and_what_it_was_held_against()
    {
        await using var driver = await OperatorDriver.OpenAsync(new TextLengthFilter(new() { MinLen = 10, MaxLen = 100 }));
        await driver.ApplyAsync("short");

        Assert.Equal(new Rejection("text_len 5 is not in [10, 100]", 5, "[10, 100]"), Assert.Single(driver.Rejected).Why);
    }

    [Fact]
    public async Task A_figure_that_is_there_is_not_computed_again()
    {
        var sample = Some.Sample("a text of more than ten characters");
        sample.Stats["text_len"] = 3L;
        await using var driver = await OperatorDriver.OpenAsync(new TextLengthFilter(new()));
        await driver.ApplyAsync([sample]);

        Assert.Equal(3, Assert.Single(driver.Rejected).Why.Value);
    }

    [Fact]
    public void The_figure_becomes_a_field_of_the_stats()
    {
        var stats = new CharacterRepetitionFilter(new()).Describe(RowSchema.Text).Find(KnownColumns.Stats)!.Type;

        Assert.Equal(new StructType([new Column("char_rep_ratio", ColumnType.Float64)]), stats);
    }

    [Theory]
    [InlineData(true, true, false, "[1, 2]", "1 2 1.5")]
    [InlineData(false, true, false, "(1, 2]", "2 1.5")]
    [InlineData(true, false, false, "[1, 2)", "1 1.5")]
    [InlineData(true, true, true, "outside (1, 2)", "0 1 2 3")]
    [InlineData(false, false, true, "outside [1, 2]", "0 3")]
    public void Ends_belong_to_what_is_kept_unless_told_otherwise(bool minClosed, bool maxClosed, bool reversed, string text, string kept)
    {
        var interval = new Interval(1, 2, minClosed, maxClosed, reversed);

        Assert.Equal(text, interval.ToString());
        Assert.Equal(kept, string.Join(' ', new[] { 0, 1, 2, 3, 1.5 }.Where(interval.Keeps)));
    }

    [Fact]
    public void An_open_upper_end_reads_as_one() => Assert.Equal("[10, ∞)", new Interval(10, long.MaxValue).ToString());
}
