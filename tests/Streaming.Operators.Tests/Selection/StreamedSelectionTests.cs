using Streaming.Operators.Selection;

namespace Streaming.Operators.Tests.Selection;

/// <summary>Selectors on data that never ends: an epoch at a time, by what was counted so far.</summary>
public class StreamedSelectionTests
{
    private static readonly ConceptBalanceSelectorOptions Concepts = new() { Concepts = ["dog", "axolotl"], MaxPerConcept = 100, Scope = SelectionScope.Stream };

    [Fact]
    public async Task What_a_concept_had_in_earlier_epochs_counts_also_after_a_restart()
    {
        var undisturbed = await KeptAsync(restarts: false);
        var restarted = await KeptAsync(restarts: true);

        Assert.Equal(undisturbed, restarted);
        Assert.Equal(100, undisturbed[0].Count(t => t.StartsWith("dog", StringComparison.Ordinal)));
        var later = undisturbed.Skip(1).Select(texts => texts.Count(t => t.StartsWith("dog", StringComparison.Ordinal))).ToArray();
        Assert.InRange(later[0], 30, 75);
        Assert.InRange(later[3], 8, 35);
        Assert.All(undisturbed, texts => Assert.Equal(5, texts.Count(t => t.StartsWith("axolotl", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Nothing_is_held_over_a_border_and_an_epoch_of_one_is_judged_too()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ConceptBalanceSelector(Concepts));
        Assert.True(driver.Operator is { HoldsEpoch: true, NeedsWholeInput: false });

        await driver.ApplyAsync("no concept");
        await driver.FinishAsync();
        driver.Save(new());

        Assert.Equal((0, 1, 0), (driver.Out.Count, driver.Rejected.Count, (int)driver.Held));
    }

    [Theory]
    [InlineData(256L << 20)]
    [InlineData(4096)]
    public async Task A_share_of_each_epoch_is_drawn_by_its_likeness_to_the_target(long memoryLimit)
    {
        await using var driver = await OperatorDriver.OpenAsync(
            new DsirSelector(new() { Examples = ["the court heard the appeal of the plaintiff"], SelectRatio = 0.2, Scope = SelectionScope.Stream }), memoryLimit: memoryLimit);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            await driver.ApplyAsync([.. Enumerable.Range(0, 100).Select(i => i % 5 == 0 ? $"the court heard the appeal of the plaintiff {i}" : $"a boat sails into the quiet harbour {i}")]);
            await driver.FinishAsync();
            driver.Save(new());
        }

        Assert.Equal(60, driver.Out.Count);
        Assert.InRange(driver.Texts.Count(t => t.StartsWith("the court", StringComparison.Ordinal)), 57, 60);
    }

    [Fact]
    public async Task Each_epoch_is_spread_over_its_clusters()
    {
        var schema = RowSchema.Text.With(new("embedding", new ListType(ColumnType.Float64)));
        await using var driver = await OperatorDriver.OpenAsync(new DiversitySelector(new() { Clusters = 2, SelectNum = 4, Scope = SelectionScope.Stream }), schema);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            await driver.ApplyAsync(Enumerable.Range(0, 20).Select(i => Of(i, i < 17 ? [1, 0.001 * i] : [0.001 * i, 1])));
            await driver.FinishAsync();
        }

        Assert.Equal(8, driver.Out.Count);
        Assert.Equal(4, driver.Out.Count(s => s.Lineage.Position >= 17));

        static Sample Of(int position, object?[] vector)
        {
            var sample = Some.Sample("", position: position);
            sample.Meta["embedding"] = vector;
            return sample;
        }
    }

    private static async Task<IReadOnlyList<string[]>> KeptAsync(bool restarts)
    {
        var book = new StateBook();
        var kept = new List<string[]>();
        var driver = await OperatorDriver.OpenAsync(new ConceptBalanceSelector(Concepts), state: book);
        for (var epoch = 0; epoch < 5; epoch++)
        {
            await driver.ApplyAsync(Enumerable.Range(0, 105).Select(i => Some.Sample($"{(i < 100 ? "dog" : "axolotl")} {epoch} {i}", position: (1_000 * epoch) + i)));
            kept.Add([.. (await driver.FinishAsync()).Samples.Select(s => s.Text)]);
            driver.Save(book);
            if (restarts)
            {
                await driver.DisposeAsync();
                driver = await OperatorDriver.OpenAsync(new ConceptBalanceSelector(Concepts), state: book);
            }
        }

        await driver.DisposeAsync();
        return kept;
    }
}
