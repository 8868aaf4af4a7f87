using Streaming.Operators.Alignment;

namespace Streaming.Operators.Tests.Alignment;

public class AlignmentLevelMapperTests
{
    [Fact]
    public async Task Levels_hold_the_same_share_each_and_rise_with_the_figure()
    {
        var schema = RowSchema.Text.WithStat("clip", new ListType(ColumnType.Float64));
        await using var driver = await OperatorDriver.OpenAsync(new AlignmentLevelMapper(new() { FieldKey = "__dj__stats__.clip", Levels = 4 }), schema);
        await driver.ApplyAsync(Enumerable.Range(0, 8_000).Select(i =>
        {
            var sample = Some.Sample("t", position: i);
            sample.Stats["clip"] = new object?[] { (double)(i * 7_919 % 8_009) };
            return sample;
        }));
        var last = driver.Out.Skip(2_000).ToList();
        Assert.All(last.GroupBy(s => s.Meta["alignment_level"]), level => Assert.InRange(level.Count(), 1_350, 1_650));
        Assert.Equal([1L, 2L, 3L, 4L], last.Select(s => (long)s.Meta["alignment_level"]!).Distinct().Order());
        Assert.True(last.Where(s => (long)s.Meta["alignment_level"]! == 4).Min(s => s.Stats.Figures("clip")[0]) > last.Where(s => (long)s.Meta["alignment_level"]! == 2).Max(s => s.Stats.Figures("clip")[0]));
        await driver.ApplyAsync("without");
        Assert.Null(driver.Out[^1].Meta["alignment_level"]);
    }
}
