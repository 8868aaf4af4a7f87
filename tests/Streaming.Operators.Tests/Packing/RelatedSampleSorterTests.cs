using Streaming.Operators.Packing;

namespace Streaming.Operators.Tests.Packing;

public class RelatedSampleSorterTests
{
    private static readonly RowSchema _schema = RowSchema.Text.With(new("topic", ColumnType.String)).With(new("embedding", new ListType(new ScalarType(ScalarKind.Float32))));

    private static Sample Of(int position, string? topic, float[]? vector = null)
    {
        var sample = Some.Sample($"{topic} {position}", position: position);
        sample.Meta["topic"] = topic;
        sample.Meta["embedding"] = vector;
        return sample;
    }

    [Fact]
    public async Task Samples_of_a_key_come_in_runs_and_none_is_lost()
    {
        await using var driver = await OperatorDriver.OpenAsync(new RelatedSampleSorter(new() { FieldKey = "topic", Window = 100, RunLength = 10 }), _schema);
        var samples = Enumerable.Range(0, 500).Select(i => Of(i, i == 77 ? null : $"t{i % 5}")).ToList();
        await driver.ApplyAsync(samples);
        Assert.Equal(100, driver.Held, 10.0);
        await driver.FinishAsync();
        Assert.Equal(samples.Select(s => s.Id).Order(), driver.Out.Select(s => s.Id).Order());
        Assert.InRange(driver.Out.Zip(driver.Out.Skip(1)).Count(p => (string?)p.First.Meta["topic"] != (string?)p.Second.Meta["topic"]), 1, 80);
        Assert.Equal(0, driver.Held);
    }

    [Fact]
    public async Task The_nearest_follow_the_oldest_nearest_first()
    {
        await using var driver = await OperatorDriver.OpenAsync(new RelatedSampleSorter(new() { EmbeddingKey = "embedding", Window = 10, RunLength = 3, MinSimilarity = 0.5 }), _schema);
        await driver.ApplyAsync([Of(0, "a", [1, 0]), Of(1, "b", [0, 1]), Of(2, "c", [1, 0.5f]), Of(3, "d", [1, 0.1f]), Of(4, "e", null), Of(5, "f", [-1, 0])]);
        await driver.FinishAsync();
        Assert.Equal(["a 0", "d 3", "c 2", "b 1", "e 4", "f 5"], driver.Texts);
    }

    [Fact]
    public async Task The_window_goes_on_after_a_restart()
    {
        RelatedSampleSorter New() => new(new() { EmbeddingKey = "embedding", Window = 20, RunLength = 5 });
        var random = new Random(4);
        var samples = Enumerable.Range(0, 200).Select(i => Of(i, "x", [(float)random.NextDouble() - 0.5f, (float)random.NextDouble() - 0.5f])).ToList();
        await using var whole = await OperatorDriver.OpenAsync(New(), _schema);
        await whole.ApplyAsync(samples.Select(s => s.Copy()));
        await whole.FinishAsync();
        var (book, ids) = (new StateBook(), new List<string>());
        for (var part = 0; part < 4; part++)
        {
            await using var piece = await OperatorDriver.OpenAsync(New(), _schema, book);
            await piece.ApplyAsync(samples.Skip(part * 50).Take(50));
            if (part == 3)
            {
                await piece.FinishAsync();
            }

            piece.Save(book);
            ids.AddRange(piece.Out.Select(s => s.Id));
        }

        Assert.Equal(whole.Out.Select(s => s.Id), ids);
    }
}
