using Streaming.Operators.Grouping;

namespace Streaming.Operators.Tests.Grouping;

public class GrouperTests
{
    private static readonly RowSchema Schema = RowSchema.Text.With(new("n", ColumnType.Int64)).WithStat("score", ColumnType.Float64);

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(64 << 20)]
    public async Task What_is_grouped_and_spread_is_what_it_was_however_little_memory_there_is(long memoryLimit)
    {
        var samples = Samples(200);
        var expected = samples.GroupBy(s => s.Meta["n"]).SelectMany(g => g).Select(Members).ToList();
        var grouper = new KeyValueGrouper(new() { GroupByKeys = ["n"] });
        var grouped = grouper.Describe(Schema);
        await using var groups = await OperatorDriver.OpenAsync(grouper, Schema, memoryLimit: memoryLimit);
        await groups.ApplyAsync(samples);
        await groups.FinishAsync();
        Assert.Equal((7, 0L), (groups.Out.Count, groups.Held));

        var reverse = new NaiveReverseGrouper();
        var spread = reverse.Describe(grouped);
        await using var members = await OperatorDriver.OpenAsync(reverse, grouped);
        await members.ApplyAsync(groups.Out);

        Assert.Equal(expected, members.Out.Select(Members));
        Assert.Equal(Schema.Columns.Select(c => (c.Name, c.Type)), spread.Columns.Select(c => (c.Name, c.Type)));
    }

    [Fact]
    public async Task A_group_names_its_members_as_parents_and_has_the_same_id_on_every_run()
    {
        await using var first = await GroupAsync();
        await using var second = await GroupAsync();

        var group = Assert.Single(first.Out);
        Assert.Equal(["s0", "s1", "s2"], group.Lineage.Parents);
        Assert.Equal(group.Id, Assert.Single(second.Out).Id);

        static async Task<OperatorDriver> GroupAsync()
        {
            var driver = await OperatorDriver.OpenAsync(new NaiveGrouper(), Schema);
            await driver.ApplyAsync(Samples(3));
            await driver.FinishAsync();
            return driver;
        }
    }

    [Fact]
    public async Task Lists_of_different_lengths_are_buried_and_empty_ones_rejected()
    {
        var schema = RowSchema.Text.With(new("texts", new ListType(ColumnType.String))).With(new("n", new ListType(ColumnType.Int64))).With(new("source", ColumnType.String));
        await using var driver = await OperatorDriver.OpenAsync(new NaiveReverseGrouper(), schema);
        Sample Group(int at, object?[] texts, object?[] numbers)
        {
            var sample = Some.Sample("", position: at);
            (sample.Meta["texts"], sample.Meta["n"], sample.Meta["source"]) = (texts, numbers, $"from {at}");
            return sample;
        }

        await driver.ApplyAsync([Group(0, ["a", "b"], [1L, 2L]), Group(1, ["c"], [1L, 2L]), Group(2, [], [])]);

        Assert.Equal([("s0-0", "a", 1L, "from 0"), ("s0-1", "b", 2L, "from 0")], driver.Out.Select(s => (s.Id, s.Text, (long)s.Meta["n"]!, (string)s.Meta["source"]!)));
        Assert.Equal(1, Assert.Single(driver.DeadLetters).Lineage.Position);
        Assert.Equal("s2", Assert.Single(driver.Rejected).Sample.Id);
    }

    [Fact]
    public void Samples_with_media_are_refused_while_planning() =>
        Assert.Throws<BadInputException>(() => new NaiveGrouper().Describe(Schema.With(new(KnownColumns.Images, KnownColumns.MediaType))));

    private static (string, string, object?, object?) Members(Sample sample) => (sample.Id, sample.Text, sample.Meta["n"], sample.Stats["score"]);

    private static Sample[] Samples(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var sample = Some.Sample($"text {i}", position: i);
        sample.Meta["n"] = (long)(i * i % 13);
        sample.Stats["score"] = i / 4.0;
        return sample;
    })];
}
