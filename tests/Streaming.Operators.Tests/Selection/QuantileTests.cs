using System.Buffers;
using Streaming.Operators.Selection;
using Streaming.Operators.Selection.Quantiles;

namespace Streaming.Operators.Tests.Selection;

public class QuantileTests
{
    private static readonly RowSchema Scored = RowSchema.Text.WithStat("q", ColumnType.Float64);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ranks_are_off_by_less_than_a_hundredth_in_a_few_kilobytes(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 300_000).Select(i => seed == 1 ? i : seed == 2 ? -Math.Log(1 - random.NextDouble()) : random.Next(50)).ToArray();
        var sketch = new QuantileSketch();
        foreach (var value in values)
        {
            sketch.Add(value);
        }

        Array.Sort(values);
        Assert.Equal(values.Length, sketch.Values().Sum(v => v.Weight));
        Assert.InRange(sketch.Bytes, 1, 100_000);
        double[] shares = [0.01, 0.1, 0.5, 0.7, 0.99];
        foreach (var (share, bound) in shares.Zip(QuantileBound.Of([sketch], shares)))
        {
            var (below, upTo) = (values.Count(v => v < bound.Value), values.Count(v => v <= bound.Value));
            Assert.InRange(share * values.Length, below - (0.01 * values.Length), upTo + (0.01 * values.Length));
        }
    }

    [Fact]
    public void Merged_sketches_have_all_values_and_their_bytes_come_back()
    {
        var (all, buffer) = (new QuantileSketch(), new ArrayBufferWriter<byte>());
        for (var part = 0; part < 20; part++)
        {
            var sketch = new QuantileSketch();
            for (var i = 0; i < 5_000; i++)
            {
                sketch.Add((i * 20) + part);
            }

            sketch.Write(buffer);
            all.Merge(sketch);
        }

        Assert.Equal(100_000, all.Count);
        Assert.InRange(QuantileBound.Of([all], [0.5])[0].Value, 49_000, 51_000);
        using var stream = new MemoryStream(buffer.WrittenSpan.ToArray());
        var read = new QuantileSketch();
        while (QuantileSketch.Read(stream) is { } part)
        {
            read.Merge(part);
        }

        Assert.Equal(all.Values(), read.Values());
    }

    [Fact]
    public async Task The_upper_third_of_an_endless_stream_is_kept()
    {
        await using var driver = await OperatorDriver.OpenAsync(new QuantileSelector(new() { FieldKey = "__dj__stats__.q", LowerQuantile = 0.7 }), Scored);
        await driver.ApplyAsync(Stream(20_000, i => (i * 7_919) % 20_011));
        Assert.InRange(driver.Out.Count, 5_800, 6_400);
        Assert.All(driver.Rejected, r => Assert.Contains("below its quantile 0.7", r.Why.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ties_are_drawn_so_that_the_share_is_kept()
    {
        await using var driver = await OperatorDriver.OpenAsync(new QuantileSelector(new() { FieldKey = "__dj__stats__.q", LowerQuantile = 0.2, UpperQuantile = 0.6 }), Scored);
        await driver.ApplyAsync(Stream(20_000, i => i % 2));
        Assert.InRange(driver.Out.Count, 7_700, 8_400);
    }

    [Fact]
    public async Task Text_counts_its_characters_and_what_is_no_number_is_rejected()
    {
        await using var texts = await OperatorDriver.OpenAsync(new QuantileSelector(new() { LowerQuantile = 0.5, MinSamples = 2 }));
        await texts.ApplyAsync("a", "aaaa", "aaaaaa", "😀😀");
        Assert.Equal(["a", "aaaa", "aaaaaa"], texts.Texts);
        await using var stats = await OperatorDriver.OpenAsync(new QuantileSelector(new() { FieldKey = "__dj__stats__.q", LowerQuantile = 0.5 }), Scored);
        await stats.ApplyAsync(Stream(3, i => i == 1 ? double.NaN : i));
        await stats.ApplyAsync("without");
        Assert.Equal((2, 2), (stats.Out.Count, stats.Rejected.Count));
    }

    [Fact]
    public async Task A_restart_at_a_border_decides_as_if_nothing_had_happened()
    {
        QuantileSelector New() => new(new() { FieldKey = "__dj__stats__.q", LowerQuantile = 0.3, UpperQuantile = 0.8 });
        var samples = Stream(9_000, i => Math.Sin(i * i) * 1000);
        var (book, lost) = (new StateBook(), new StateBook());
        await using var whole = await OperatorDriver.OpenAsync(New(), Scored);
        var pieces = new List<string>();
        foreach (var epoch in samples.Chunk(3_000))
        {
            await whole.ApplyAsync(epoch.Select(s => s.Copy()));
            whole.Save(lost);
            await using var piece = await OperatorDriver.OpenAsync(New(), Scored, book);
            foreach (var batch in epoch.Chunk(77))
            {
                await piece.ApplyAsync(batch);
            }

            piece.Save(book);
            pieces.AddRange(piece.Out.Select(s => s.Id));
        }

        Assert.Equal(whole.Out.Select(s => s.Id), pieces);
        Assert.InRange(pieces.Count, 4_200, 4_800);
    }

    private static Sample[] Stream(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var sample = Some.Sample($"text {i}", position: i);
        sample.Stats["q"] = value(i);
        return sample;
    })];
}
