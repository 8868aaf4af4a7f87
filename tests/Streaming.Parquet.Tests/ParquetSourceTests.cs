using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

public sealed class ParquetSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Files_come_in_ordinal_order_whatever_is_read_ahead()
    {
        foreach (var name in new[] { "b/2.parquet", "a/1.parquet", "B/3.parquet", "b/1.parquet" })
        {
            await Shards.WriteAsync(_folder.File(name), RowSchema.Text, [.. Enumerable.Range(0, 300).Select(i => Shards.Sample(i, $"{name} {i}"))]);
        }

        var alone = await Texts(Shards.Options("**/*.parquet") with { ReadAheadFiles = 1 });
        var ahead = await Texts(Shards.Options("**/*.parquet") with { ReadAheadFiles = 4 });

        Assert.Equal("B/3.parquet 0", alone[0]);
        Assert.Equal("b/2.parquet 299", alone[^1]);
        Assert.Equal(alone, ahead);
    }

    [Fact]
    public async Task Reading_goes_on_at_every_row()
    {
        await WriteRows("a.parquet", 50, rowGroupBytes: 4000);
        var whole = await Texts(Shards.Options("a.parquet"));

        for (var row = 0; row <= 50; row++)
        {
            var rest = await Shards.ReadAsync(_folder.Path, Shards.Options("a.parquet"), SplitPositions.Empty.Advance(new("in", "a.parquet"), row));

            Assert.Equal(whole[row..], rest.SelectMany(b => b.Batch.Samples).Select(s => s.Text));
            Assert.Equal(row < 50 ? row : null, rest.FirstOrDefault()?.From);
        }
    }

    [Fact]
    public async Task Batches_cover_the_rows_without_gaps_and_the_last_says_so()
    {
        await WriteRows("a.parquet", 150);

        var batches = await Shards.ReadAsync(_folder.Path, Shards.Options("a.parquet"), batchSamples: 40);

        Assert.Equal([(0L, 40L), (40, 80), (80, 120), (120, 150)], batches.Select(b => (b.From, b.To)));
        Assert.Equal([false, false, false, true], batches.Select(b => b.IsLastOfSplit));
    }

    [Fact]
    public async Task A_large_sample_is_a_batch_of_its_own()
    {
        var texts = new[] { "a", "b", new string('x', 40_000), "c" };
        await Shards.WriteAsync(_folder.File("a.parquet"), RowSchema.Text, [.. texts.Select((t, i) => Shards.Sample(i, t))]);

        var batches = await Shards.ReadAsync(_folder.Path, Shards.Options("a.parquet"), batchBytes: 20_000);

        Assert.Equal([2, 1, 1], batches.Select(b => b.Batch.Samples.Count));
    }

    [Fact]
    public async Task Columns_are_mapped_renamed_projected_and_carried()
    {
        var schema = Shards.Schema(new Column("body", ColumnType.String), new Column("score", ColumnType.Float64), new Column("junk", ColumnType.Int64));
        await Shards.WriteAsync(_folder.File("a.parquet"), schema, [Shards.Sample(0, "title", ("body", "the body"), ("score", 0.5), ("junk", 1L))]);
        var options = Shards.Options("a.parquet") with { Columns = new Dictionary<string, string> { ["text"] = "body", ["quality"] = "score" }, Select = ["url"] };

        await Assert.ThrowsAsync<BadInputException>(() => Shards.SamplesAsync(_folder.Path, options));
        var sample = Assert.Single(await Shards.SamplesAsync(_folder.Path, options with { Select = ["score"] }));

        Assert.Equal("the body", sample.Text);
        Assert.Equal("id-0", sample.Id);
        Assert.Equal(["quality"], sample.Meta.Names);
    }

    [Fact]
    public async Task Rows_without_an_id_get_one_from_file_and_row()
    {
        await Shards.WriteAsync(_folder.File("a.parquet"), RowSchema.Text.Without("id"), [Shards.Sample(0), Shards.Sample(1)]);

        var samples = await Shards.SamplesAsync(_folder.Path, Shards.Options("a.parquet"));

        Assert.Equal([SampleId.Of(new("in", "a.parquet"), 0), SampleId.Of(new("in", "a.parquet"), 1)], samples.Select(s => s.Id));
    }

    [Fact]
    public async Task A_later_file_may_lack_columns_but_not_retype_or_add_them()
    {
        await Shards.WriteAsync(_folder.File("1.parquet"), Shards.Schema(new Column("n", ColumnType.Int64)), [Shards.Sample(0, "a", ("n", 1L))]);
        await Shards.WriteAsync(_folder.File("2.parquet"), RowSchema.Text, [Shards.Sample(0, "b")]);
        Assert.Equal([1L, null], (await Shards.SamplesAsync(_folder.Path, Shards.Options("*.parquet"))).Select(s => s.Meta["n"]));

        await Shards.WriteAsync(_folder.File("2.parquet"), Shards.Schema(new Column("n", ColumnType.String)), [Shards.Sample(0, "b", ("n", "1"))]);
        var retyped = await Assert.ThrowsAsync<SourceFaultException>(() => Shards.SamplesAsync(_folder.Path, Shards.Options("*.parquet")));
        Assert.Contains("'n'", retyped.Message, StringComparison.Ordinal);

        await Shards.WriteAsync(_folder.File("2.parquet"), Shards.Schema(new Column("m", ColumnType.String)), [Shards.Sample(0, "b", ("m", "1"))]);
        var added = await Assert.ThrowsAsync<SourceFaultException>(() => Shards.SamplesAsync(_folder.Path, Shards.Options("*.parquet")));
        Assert.Contains("'m'", added.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_one_name_in_two_inputs_are_two_splits()
    {
        await WriteRows("2023/part.parquet", 1);
        await WriteRows("2024/part.parquet", 1);

        var batches = await Shards.ReadAsync(_folder.Path, Shards.Options("2023/*.parquet", "2024/*.parquet", "2024/part.parquet"));

        Assert.Equal(["part.parquet", "2024/part.parquet"], batches.Select(b => b.Split.Name));
    }

    [Theory]
    [InlineData("nothing.parquet")]
    [InlineData("no/*.parquet")]
    public async Task Missing_input_is_said_before_anything_starts(string path)
    {
        var bad = await Assert.ThrowsAsync<BadInputException>(() => Shards.SamplesAsync(_folder.Path, Shards.Options(path)));

        Assert.Contains(path, bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_shrank_stops_the_run()
    {
        await WriteRows("a.parquet", 5);

        var fault = await Assert.ThrowsAsync<SourceFaultException>(
            () => Shards.SamplesAsync(_folder.Path, Shards.Options("a.parquet"), SplitPositions.Empty.Advance(new("in", "a.parquet"), 6)));

        Assert.Contains("replaced", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abort_ends_the_reading_at_once()
    {
        await WriteRows("a.parquet", 2000);
        using var abort = new CancellationTokenSource();
        await using var source = new ParquetSource(Shards.Options("a.parquet"));
        await source.DescribeAsync(Shards.Context(_folder.Path), CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in source.ReadAsync(SplitPositions.Empty, abort.Token))
            {
                await abort.CancelAsync();
            }
        });
    }

    public void Dispose() => _folder.Dispose();

    private Task<Tables.ShardSummary> WriteRows(string name, int rows, long rowGroupBytes = 1 << 20) =>
        Shards.WriteAsync(_folder.File(name), RowSchema.Text, [.. Enumerable.Range(0, rows).Select(i => Shards.Sample(i, $"text {i}"))], rowGroupBytes);

    private async Task<string[]> Texts(ParquetSourceOptions options) => [.. (await Shards.SamplesAsync(_folder.Path, options)).Select(s => s.Text)];
}
