using Streaming.Operators.Selection;

namespace Streaming.Operators.Tests.Selection;

public class DsirSelectorTests
{
    private static readonly string[] _law = ["court", "judge", "appeal", "plaintiff", "verdict", "statute", "counsel", "clause"];
    private static readonly string[] _sea = ["boat", "harbour", "tide", "sail", "anchor", "gull", "deck", "wave"];

    private static string Text(Random random, string[] words) => string.Join(' ', Enumerable.Range(0, 30).Select(_ => words[random.Next(words.Length)]));

    [Fact]
    public async Task Samples_like_the_target_are_drawn_and_keep_their_order()
    {
        var random = new Random(3);
        var options = new DsirSelectorOptions { Examples = [.. Enumerable.Range(0, 50).Select(_ => Text(random, _law))], SelectRatio = 0.25 };
        await using var driver = await OperatorDriver.OpenAsync(new DsirSelector(options));
        await driver.ApplyAsync([.. Enumerable.Range(0, 400).Select(i => Text(random, i % 4 == 0 ? _law : _sea))]);
        await driver.FinishAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i * 4L), driver.Out.Select(s => s.Lineage.Position));
        Assert.All(driver.Out, s => Assert.True((double)s.Stats["dsir_log_weight"]! > 0));
        Assert.All(driver.Rejected, r => Assert.True(r.Why.Value < 0));
        Assert.All(driver.Rejected, r => Assert.Equal(r.Why.Value, (double)r.Sample.Stats["dsir_log_weight"]!));
    }

    [Fact]
    public async Task Where_all_are_alike_the_draw_is_even()
    {
        var random = new Random(3);
        var options = new DsirSelectorOptions { Examples = [string.Join(' ', _law.Concat(_sea))], SelectNum = 500 };
        await using var driver = await OperatorDriver.OpenAsync(new DsirSelector(options));
        await driver.ApplyAsync([.. Enumerable.Repeat(string.Join(' ', _law.Concat(_sea)), 1_000)]);
        await driver.FinishAsync();
        Assert.Equal(500, driver.Out.Count);
        Assert.InRange(driver.Out.Count(s => s.Lineage.Position < 500), 200, 300);
    }
}
