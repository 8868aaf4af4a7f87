using Streaming.Tables;

namespace Streaming.Tests.Tables.Compaction;

public sealed class CompactionPlanTests
{
    private static readonly CompactionOptions _options = new() { MinFiles = 4, TargetBytes = new(1000) };

    [Theory]
    [InlineData("10 10 10", "")]
    [InlineData("10 10 10 10", "0+4")]
    [InlineData("600 10 10 10 10 600", "1+4")]
    [InlineData("10 10 600 10 10", "")]
    [InlineData("300 300 300 300 300", "")]
    [InlineData("250 250 250 250 250", "0+4")]
    [InlineData("90 10 10 10", "")]
    [InlineData("90 10 10 10 10", "1+4")]
    [InlineData("10 10 10 10 200 10 10 10 10", "0+4 5+4")]
    public void Neighbours_are_merged_where_that_at_least_doubles_them(string sizes, string runs) =>
        Assert.Equal(runs, string.Join(' ', CompactionPlan.Of(Files(sizes.Split(' ').Select(long.Parse)), _options).Select(r => $"{r.First}+{r.Count}")));

    [Fact]
    public void A_table_that_grows_by_small_files_stays_short_and_rewrites_each_row_a_few_times()
    {
        var options = new CompactionOptions { MinFiles = 8, TargetBytes = new(100_000) };
        var files = new List<long>();
        var random = new Random(1);
        long written = 0, rewritten = 0;
        var most = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var size = random.Next(50, 150);
            files.Add(size);
            written += size;
            foreach (var run in CompactionPlan.Of(Files(files), options).Reverse())
            {
                var merged = files.GetRange(run.First, run.Count).Sum();
                Assert.True(merged <= 100_000);
                rewritten += merged;
                files.RemoveRange(run.First, run.Count);
                files.Insert(run.First, merged);
            }

            most = Math.Max(most, files.Count - files.Count(f => f > 50_000));
        }

        Assert.True(rewritten < written * 10, $"each byte was rewritten {rewritten / (double)written:0.0} times");
        Assert.True(most < 60, $"{most} small files at once");
    }

    private static List<AddAction> Files(IEnumerable<long> sizes) => [.. sizes.Select((s, i) => new AddAction($"{i}", s, 0, true))];
}
