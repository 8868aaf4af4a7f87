using System.IO.Compression;
using System.Text;
using Streaming.Operators;
using Streaming.Parquet.Csv;
using Streaming.Parquet.Reading;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

public sealed class CsvSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Rows_become_samples_with_the_types_that_pandas_learns()
    {
        Put("a.csv", "\uFEFFid,text,n,gap,x,flag,none,huge,x\n1,\"a, \"\"b\"\"\",5,5,.5,true,,99999999999999999999,1\n\n2,\"two\nlines\", -7 ,NA,1e3,,,1,2\r\n3,last,0,2,-inf,FALSE,null,2,3");

        var (schema, batches) = await Read();
        var samples = batches.SelectMany(b => b.Batch.Samples).ToList();

        Assert.Equal(
            [("n", ColumnType.Int64), ("gap", ColumnType.Float64), ("x", ColumnType.Float64), ("flag", ColumnType.Bool), ("none", ColumnType.Float64), ("huge", ColumnType.String), ("x.1", ColumnType.Int64)],
            schema.Columns.Where(c => !KnownColumns.IsMember(c.Name)).Select(c => (c.Name, (ScalarType)c.Type)));
        Assert.Equal(["a, \"b\"", "two\nlines", "last"], samples.Select(s => s.Text));
        Assert.Equal(["1", "2", "3"], samples.Select(s => s.Id));
        Assert.Equal([0L, 1L, 2L], samples.Select(s => s.Lineage.Position));
        Assert.Equal(new object?[] { 5L, -7L, 0L }, samples.Select(s => s.Meta["n"]));
        Assert.Equal(new object?[] { 5.0, null, 2.0 }, samples.Select(s => s.Meta["gap"]));
        Assert.Equal(new object?[] { 0.5, 1000.0, double.NegativeInfinity }, samples.Select(s => s.Meta["x"]));
        Assert.Equal(new object?[] { true, null, false }, samples.Select(s => s.Meta["flag"]));
    }

    [Fact]
    public async Task Quotation_marks_in_the_middle_are_characters_and_rows_may_end_early()
    {
        Put("a.tsv", "text\tn\n5\" pipe\t1\n\"b\"c\n");

        var samples = (await Read(Options("a.tsv"))).Batches.SelectMany(b => b.Batch.Samples).ToList();

        Assert.Equal(["5\" pipe", "bc"], samples.Select(s => s.Text));
        Assert.Equal(new object?[] { 1.0, null }, samples.Select(s => s.Meta["n"]));
    }

    [Theory]
    [InlineData("x,1,2", "3 fields")]
    [InlineData("x,one", "'n'")]
    [InlineData("x,1.5", "'n'")]
    [InlineData("\u00ff,1", "UTF-8")]
    public async Task A_row_that_does_not_fit_is_a_dead_letter_with_the_row_itself(string row, string says)
    {
        Put("a.csv", "text,n\nfirst,1\n");
        File.WriteAllBytes(_folder.File("b.csv"), Encoding.Latin1.GetBytes($"text,n\n{row}\nlast,2"));

        var (_, batches) = await Read(Options("*.csv"));

        var letter = Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters));
        Assert.Equal(row, Encoding.Latin1.GetString(letter.Payload.Span));
        Assert.Contains(says, letter.Error, StringComparison.Ordinal);
        Assert.Equal(["first", "last"], batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text));
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    [InlineData("a.tsv.zst")]
    public async Task Reading_goes_on_at_every_row_also_within_compressed_files(string name)
    {
        var delimiter = name.Contains(".tsv", StringComparison.Ordinal) ? '\t' : ',';
        var rows = Enumerable.Range(0, 30).Select(i => i % 7 == 3 ? $"\"line\nbreak {i}\"{delimiter}1" : i % 5 == 2 ? $"bad{delimiter}x" : $"{i}{delimiter}{i}");
        await using (var file = File.Create(_folder.File(name)))
        {
            await using var stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : name.EndsWith(".zst", StringComparison.Ordinal) ? new ZstdSharp.CompressionStream(file) : (Stream)file;
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"text{delimiter}n\n{string.Join('\n', rows)}"));
        }

        var options = Options(name) with { Schema = new Dictionary<string, string> { ["n"] = "int64" } };
        var (_, whole) = await Read(options);
        for (var from = 0; from <= 30; from++)
        {
            var (_, rest) = await Read(options, SplitPositions.Empty.Advance(new("in", name), from));

            Assert.Equal(Places(whole).Where(p => p >= from), Places(rest));
        }

        Assert.Equal(30, Places(whole).Count());
    }

    [Fact]
    public async Task A_quotation_mark_that_is_never_closed_ends_the_file_within_bounds()
    {
        Put("a.csv", $"text,n\nfirst,1\n\"open,2\n{new string('x', 3 << 20)}");
        var options = Options("a.csv") with { MaxRowSize = ByteSize.MiB(1), InferRows = 1 };

        var fault = await Assert.ThrowsAsync<SourceFaultException>(() => Read(options));
        Assert.Contains("quotation mark", fault.Message, StringComparison.Ordinal);
        var (_, batches) = await Read(options with { OnBadFile = BadFileAction.Skip });

        Assert.Equal(["first"], batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text));
        Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters));
    }

    [Fact]
    public async Task Rows_without_what_is_required_are_passed_over_and_the_suffix_is_a_column()
    {
        Put("x/A.CSV", "body,n\none,1\nNA,2\n,3\nfour,4\n");
        var options = Options("x/*") with { Columns = new Dictionary<string, string> { ["text"] = "body" }, Required = ["text"], AddSuffix = true };

        var (schema, batches) = await Read(options);
        var samples = batches.SelectMany(b => b.Batch.Samples).ToList();

        Assert.Equal(["one", "four"], samples.Select(s => s.Text));
        Assert.All(samples, s => Assert.Equal(".csv", s.Meta["__dj__suffix__"]));
        Assert.NotNull(schema.Find("__dj__suffix__"));
        Assert.Equal(4, batches[^1].To);
        await Assert.ThrowsAsync<BadInputException>(() => Read(options with { Required = ["txt"] }));
    }

    [Fact]
    public async Task A_file_without_a_first_row_is_bad_input_and_later_files_may_lack_columns_but_add_none()
    {
        Put("a.csv", "");
        await Assert.ThrowsAsync<BadInputException>(() => Read());

        Put("a.csv", "text,n\na,1\n");
        Put("b.csv", "text\nb\n");
        Assert.Equal(["a", "b"], (await Read()).Batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text));

        Put("c.csv", "text,m\nc,1\n");
        await Assert.ThrowsAsync<SourceFaultException>(() => Read());
    }

    public void Dispose() => _folder.Dispose();

    private static CsvSourceOptions Options(string path) => new() { Path = [path] };

    private static IEnumerable<long> Places(IEnumerable<SourceBatch> batches) =>
        batches.SelectMany(b => b.Batch.Samples.Select(s => s.Lineage.Position).Concat(b.Batch.DeadLetters.Select(d => d.Lineage.Position))).Order();

    private void Put(string name, string content) => File.WriteAllText(_folder.File(name), content);

    private async Task<(RowSchema Schema, List<SourceBatch> Batches)> Read(CsvSourceOptions? options = null, SplitPositions? from = null)
    {
        await using var source = new CsvSource(options ?? Options("*.csv"));
        var schema = await source.DescribeAsync(Shards.Context(_folder.Path), CancellationToken.None);
        var batches = new List<SourceBatch>();
        await foreach (var batch in source.ReadAsync(from ?? SplitPositions.Empty, CancellationToken.None))
        {
            batches.Add(batch);
        }

        return (schema, batches);
    }
}
