using System.Text;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Sinks;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Parquet.Tests;

public sealed class SinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Sinks_say_what_they_write()
    {
        var options = new DeltaSinkOptions { Path = "out" };

        Assert.Equal((TableLayout.Delta, ".parquet"), (new DeltaSink(options).Layout, new DeltaSink(options).Format.Extension));
        Assert.Equal((TableLayout.Plain, ".parquet"), (new ParquetSink(options).Layout, new ParquetSink(options).Format.Extension));
        Assert.Equal((TableLayout.Plain, ".jsonl.zst"), (new JsonlSink(new() { Path = "out" }).Layout, new JsonlSink(new() { Path = "out" }).Format.Extension));
        Assert.Equal(256L << 20, new DeltaSink(options).TargetFileSize.Bytes);
    }

    [Fact]
    public async Task A_line_holds_every_column_under_its_name()
    {
        var schema = Shards.Schema(
            new Column("blob", ColumnType.Binary), new Column("nan", ColumnType.Float64), new Column("price", new DecimalType(10, 2)),
            new Column("m", new MapType(ColumnType.String, ColumnType.Int64)), new Column("ids", new ListType(ColumnType.Int32)), new Column("s", new StructType([new("a", ColumnType.Bool)])));
        var sample = Shards.Sample(3, "ä\n\"q\"", ("blob", new byte[] { 1, 2 }), ("nan", double.NaN), ("price", (Int128)(-5)), ("m", new KeyValuePair<object, object?>[] { new("k", 1L) }), ("ids", new[] { 1, 2 }), ("s", new object?[] { true }));

        var line = Encoding.UTF8.GetString(await Lines(LineCompression.None, schema, [sample]));

        Assert.Equal(
            """{"id":"id-3","text":"ä\n\"q\"","blob":"AQI=","nan":null,"price":-0.05,"m":{"k":1},"ids":[1,2],"s":{"a":true},"__dj__stats__":{},"lineage":{"source":"books","split":"part-0.parquet","position":3,"parents":[],"run":"run-1"}}""" + "\n",
            line);
    }

    [Theory]
    [InlineData(LineCompression.None, ".jsonl")]
    [InlineData(LineCompression.Gzip, ".jsonl.gz")]
    [InlineData(LineCompression.Zstd, ".jsonl.zst")]
    public async Task Lines_written_are_read_back_and_are_the_same_bytes_each_time(object compression, string suffix)
    {
        var samples = Enumerable.Range(0, 300).Select(i => Shards.Sample(i, $"text {i} 😀", ("n", (long)i))).ToArray();
        var schema = Shards.Schema(new Column("n", ColumnType.Int64));

        var bytes = await Lines((LineCompression)compression, schema, samples);
        Assert.Equal(bytes, await Lines((LineCompression)compression, schema, samples));
        await File.WriteAllBytesAsync(_folder.File("a" + suffix), bytes);
        var read = (await Shards.ReadAsync(new JsonlSource(new() { Path = ["a" + suffix] }), Shards.Context(_folder.Path))).SelectMany(b => b.Batch.Samples).ToList();

        Assert.Equal(samples.Select(s => (s.Id, s.Text, s.Meta["n"])), read.Select(s => (s.Id, s.Text, s.Meta["n"])));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<byte[]> Lines(LineCompression compression, RowSchema schema, IReadOnlyList<Sample> samples)
    {
        using var file = new MemoryStream();
        await Shards.WriteAsync(file, schema, samples, format: new JsonlShardFormat(compression, 3));
        return file.ToArray();
    }
}
