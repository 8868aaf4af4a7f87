using FsCheck.Xunit;
using Streaming.Operators.Draws;
using Streaming.Operators.Selection;
using Streaming.Operators.Tests.Deduplication.Keys;

namespace Streaming.Operators.Tests.Selection;

public class SelectorTests
{
    private static readonly RowSchema Schema = RowSchema.Text.With(new("n", ColumnType.Int64)).With(new("s", ColumnType.String)).With(new("l", new ListType(ColumnType.Int64)));

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(64 << 20)]
    public async Task The_greatest_come_first_and_the_others_are_rejected_however_little_memory_there_is(long memoryLimit)
    {
        var samples = Samples(500);
        var expected = samples.OrderByDescending(s => (long)s.Meta["n"]!).Take(150).Select(s => (s.Id, s.Text)).ToList();

        await using var driver = await RunAsync(new TopkSpecifiedFieldSelector(new() { FieldKey = "n", TopRatio = 0.3 }), samples, memoryLimit);

        Assert.Equal(expected, driver.Out.Select(s => (s.Id, s.Text)));
        Assert.Equal((350, 0L), (driver.Rejected.Count, driver.Held));
        Assert.All(driver.Rejected, r => Assert.Equal((double)(long)r.Sample.Meta["n"]!, r.Why.Value));
    }

    [Fact]
    public async Task What_is_held_stays_within_the_memory_budget_however_large_the_input()
    {
        const long Limit = 256 << 10;
        await using var driver = await RunAsync(new TopkSpecifiedFieldSelector(new() { FieldKey = "n", Topk = 10 }), Samples(4000), Limit);

        Assert.InRange(driver.Memory.Peak, Limit / 8, (Limit / 8) + (512 << 10) + (4000 * 32));
        Assert.Equal(10, driver.Out.Count);
    }

    [Fact]
    public async Task Text_is_ranked_by_code_points()
    {
        string[] texts = ["\uFF5E", "😀", "z", "zz", ""];

        await using var driver = await RunAsync(new TopkSpecifiedFieldSelector(new() { FieldKey = "text", Topk = 5 }), Some.Samples(texts));

        Assert.Equal(["😀", "\uFF5E", "zz", "z", ""], driver.Texts);
    }

    [Fact]
    public async Task Of_equal_ones_the_earlier_stays_at_both_ends_of_a_range()
    {
        Sample[] samples = [.. new long[] { 5, 5, 5, 1, 9, 5 }.Select((n, i) => WithNumber(Some.Sample($"{i}", position: i), n))];

        await using var driver = await RunAsync(new RangeSpecifiedFieldSelector(new() { FieldKey = "n", LowerRank = 2, UpperRank = 5 }), samples);

        Assert.Equal(["0", "1", "2"], driver.Texts);
    }

    [Fact]
    public async Task A_share_of_random_ones_is_rounded_down_or_up_and_copies_stand_alone()
    {
        await using var down = await RunAsync(new RandomSelector(new() { SelectRatio = 0.25 }), Samples(10));
        await using var up = await RunAsync(new RandomSelector(new() { SelectRatio = 0.25, RoundUp = true }), Samples(10));
        Assert.Equal((2, 3), (down.Out.Count, up.Out.Count));
        Assert.Equal(up.Out.Take(2).Select(s => s.Id), down.Out.Select(s => s.Id));

        await using var more = await RunAsync(new RandomSelector(new() { SelectNum = 25 }), Samples(10));
        Assert.Equal((25, 0), (more.Out.Count, more.Rejected.Count));
        more.Out[0].Text = "changed";
        Assert.NotEqual("changed", more.Out[10].Text);
        Assert.Equal(more.Out[0].Id, more.Out[10].Id);
    }

    [Property(MaxTest = 30)]
    public void A_permutation_has_every_number_once(byte count) =>
        Assert.Equal(Enumerable.Range(0, count), NumpyPermutation.Of(count, 42).Order());

    [Fact]
    public void Fields_that_cannot_be_compared_are_refused_while_planning()
    {
        Assert.Throws<BadInputException>(() => new TopkSpecifiedFieldSelector(new() { FieldKey = "l", Topk = 1 }).Describe(Schema));
        Assert.Throws<BadInputException>(() => new FrequencySpecifiedFieldSelector(new() { FieldKey = "l", Topk = 1 }).Describe(Schema));
        Assert.Throws<BadInputException>(() => new TagsSpecifiedFieldSelector(new() { FieldKey = "absent", TargetTags = ["x"] }).Describe(Schema));
    }

    [Fact]
    public async Task Without_a_wish_samples_stream_and_one_sample_alone_passes()
    {
        Assert.False(new TopkSpecifiedFieldSelector(new() { FieldKey = "n" }).NeedsWholeInput);
        Assert.Equal(7, Passes.InBatches(new RandomSelector(new()), Samples(7)).Count);

        await using var driver = await RunAsync(new FrequencySpecifiedFieldSelector(new() { FieldKey = "s", TopRatio = 0.1 }), Samples(1));
        Assert.Single(driver.Out);
    }

    private static async Task<OperatorDriver> RunAsync(Operator @operator, Sample[] samples, long memoryLimit = 64 << 20)
    {
        @operator.Describe(Schema);
        var driver = await OperatorDriver.OpenAsync(@operator, Schema, memoryLimit: memoryLimit);
        foreach (var batch in samples.Chunk(7))
        {
            await driver.ApplyAsync(batch);
        }

        await driver.FinishAsync();
        return driver;
    }

    private static Sample[] Samples(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(i => WithNumber(Some.Sample($"text {i} {new string('x', random.Next(60))}", position: i), random.Next(100)))];
    }

    private static Sample WithNumber(Sample sample, long number)
    {
        sample.Meta["n"] = number;
        sample.Meta["s"] = $"{number % 3}";
        return sample;
    }
}
