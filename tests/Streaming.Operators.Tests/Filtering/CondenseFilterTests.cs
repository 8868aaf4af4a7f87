using Streaming.Operators.Filtering;

namespace Streaming.Operators.Tests.Filtering;

public class CondenseFilterTests
{
    private static Sample At(int i, double? loss)
    {
        var sample = Some.Sample("text", position: i);
        sample.Stats["loss"] = loss;
        return sample;
    }

    private static async Task<OperatorDriver> ApplyAsync(CondenseFilterOptions options, params Sample[] samples)
    {
        var driver = await OperatorDriver.OpenAsync(new CondenseFilter(options), RowSchema.Text.WithStat("loss", ColumnType.Float64));
        await driver.ApplyAsync(samples);
        return driver;
    }

    [Fact]
    public async Task What_is_learnt_and_what_cannot_be_yet_are_set_aside_with_the_loss()
    {
        await using var batch = await ApplyAsync(new() { FieldKey = "__dj__stats__.loss", MinValue = 1, MaxValue = 4, Rehearsal = 0, Probing = 0 }, At(0, 0.5), At(1, 1), At(2, 4), At(3, 4.5), At(4, null));

        Assert.Equal([1, 2], batch.Out.Select(s => s.Lineage.Position));
        Assert.Equal([0.5, 4.5, null], batch.Rejected.Select(r => r.Why.Value));
        Assert.Contains("learnt, below [1, 4]", batch.Rejected[0].Why.Reason, StringComparison.Ordinal);
        Assert.Contains("not to be learnt yet", batch.Rejected[1].Why.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_number_is_refused_and_not_buried()
    {
        var texts = Some.Sample("text", position: 1);
        texts.Stats["loss"] = "high";
        await using var batch = await ApplyAsync(new() { FieldKey = "__dj__stats__.loss", MinValue = 1, MaxValue = 4 }, At(0, double.NaN), texts);

        Assert.Empty(batch.DeadLetters);
        Assert.All(batch.Rejected, r => Assert.Contains("is no number", r.Why.Reason, StringComparison.Ordinal));
        Assert.Equal(2, batch.Rejected.Count);
    }

    [Fact]
    public async Task A_share_of_the_learnt_ones_passes_and_none_of_the_others()
    {
        var options = new CondenseFilterOptions { FieldKey = "__dj__stats__.loss", MinValue = 1, MaxValue = 4, Rehearsal = 0.25, Probing = 0 };
        var samples = Enumerable.Range(0, 4_000).Select(i => At(i, i % 2 == 0 ? 0.1 : 9)).ToArray();
        await using var first = await ApplyAsync(options, samples);

        Assert.InRange(first.Out.Count, 420, 580);
        Assert.All(first.Out, s => Assert.Equal(0, s.Lineage.Position % 2));
        await using var again = await ApplyAsync(options, [.. Enumerable.Range(0, 4_000).Reverse().Select(i => At(i, i % 2 == 0 ? 0.1 : 9))]);
        Assert.Equal(first.Out.Select(s => s.Id).Order(), again.Out.Select(s => s.Id).Order());
    }

    [Fact]
    public async Task A_share_of_the_hard_ones_passes_where_it_is_asked_for()
    {
        var options = new CondenseFilterOptions { FieldKey = "__dj__stats__.loss", MinValue = 1, MaxValue = 4, Rehearsal = 0, Probing = 0.25 };
        await using var batch = await ApplyAsync(options, [.. Enumerable.Range(0, 4_000).Select(i => At(i, i % 2 == 0 ? 0.1 : 9))]);
        Assert.InRange(batch.Out.Count, 400, 600);
        Assert.All(batch.Out, s => Assert.Equal(1, s.Lineage.Position % 2));
    }
}
