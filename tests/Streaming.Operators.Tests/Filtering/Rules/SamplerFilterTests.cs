using System.Globalization;
using Streaming.Operators.Draws;
using Streaming.Operators.Filtering.Rules;

namespace Streaming.Operators.Tests.Filtering.Rules;

public class SamplerFilterTests
{
    // numpy 2.4.6, default_rng(42) and default_rng(4294967303).
    [Theory]
    [InlineData(42UL, "14276969152011380360 8095878257575067585 15838336090824644132 12864169557245331597")]
    [InlineData(4294967303UL, "14206593023844375757 2064693230803885548 3488237491050697490 2950653773223070179")]
    public void The_sequence_is_numpys(ulong seed, string expected)
    {
        var random = new NumpyRandom(seed);

        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, 4).Select(_ => random.NextBits().ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Skipping_is_drawing()
    {
        var (drawn, skipped) = (new NumpyRandom(3), new NumpyRandom(3));
        for (var i = 0; i < 1000; i++)
        {
            drawn.NextBits();
        }

        skipped.Skip(1000);

        Assert.Equal(drawn.NextBits(), skipped.NextBits());
    }

    [Fact]
    public async Task A_run_that_goes_on_goes_on_in_the_sequence()
    {
        var samples = Enumerable.Range(0, 200).Select(i => Some.Sample("text", position: i)).ToArray();
        await using var whole = await OperatorDriver.OpenAsync(new SamplerFilter(new() { Seed = 7 }));
        await whole.ApplyAsync(samples);

        var book = new StateBook();
        await using var first = await OperatorDriver.OpenAsync(new SamplerFilter(new() { Seed = 7 }));
        await first.ApplyAsync(samples[..77]);
        first.Save(book);
        await using var second = await OperatorDriver.OpenAsync(new SamplerFilter(new() { Seed = 7 }), state: book);
        await second.ApplyAsync(samples[77..]);

        Assert.Equal(whole.Out.Select(s => s.Id), first.Out.Concat(second.Out).Select(s => s.Id));
        Assert.InRange(whole.Out.Count, 60, 140);
    }

    [Fact]
    public async Task Without_a_seed_of_its_own_the_order_of_samples_does_not_matter()
    {
        var samples = Enumerable.Range(0, 2000).Select(i => Some.Sample("text", position: i)).ToArray();
        await using var forth = await OperatorDriver.OpenAsync(new SamplerFilter(new() { Rate = 0.3 }));
        await using var back = await OperatorDriver.OpenAsync(new SamplerFilter(new() { Rate = 0.3 }));
        await forth.ApplyAsync(samples);
        await back.ApplyAsync(samples.Reverse());

        Assert.Equal(forth.Out.Select(s => s.Id), back.Out.Select(s => s.Id).Reverse());
        Assert.False(forth.Operator.IsSerial);
        Assert.InRange(forth.Out.Count, 480, 720);
    }
}
