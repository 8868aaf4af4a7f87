using Streaming.Parquet.Writing;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

public sealed class ShardWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task The_same_samples_give_the_same_bytes_however_they_arrive(int perCall)
    {
        var samples = Enumerable.Range(0, 500).Select(i => Shards.Sample(i, new string((char)('a' + (i % 26)), i))).ToList();

        var once = await Shards.BytesAsync(RowSchema.Text, samples, rowGroupBytes: 50_000);
        var pieces = await Shards.BytesAsync(RowSchema.Text, samples, rowGroupBytes: 50_000, perCall);

        Assert.Equal(once, pieces);
    }

    [Fact]
    public async Task Statistics_are_true()
    {
        var schema = Shards.Schema(
            new Column("n", ColumnType.Int64), new Column("x", ColumnType.Float64), new Column("nan", ColumnType.Float64),
            new Column("s", new StructType([new("lang", ColumnType.String)])), new Column("ids", new ListType(ColumnType.Int32)));
        var samples = Enumerable.Range(0, 100).Select(i => Shards.Sample(
            i, $"t{i}", ("n", i % 10 == 0 ? null : (object)(long)(i - 50)), ("x", i / 4.0), ("nan", i == 3 ? double.NaN : 1.0), ("s", i < 2 ? null : new object?[] { i < 5 ? null : "l" + i }), ("ids", new[] { i })));

        var summary = await Shards.WriteAsync(new MemoryStream(), schema, [.. samples], rowGroupBytes: 5_000);

        Assert.Equal(100, summary.Rows);
        Assert.Equal(new(10, -49L, 49L), summary.Columns["n"]);
        Assert.Equal(new(0, 0.0, 24.75), summary.Columns["x"]);
        Assert.Equal(new(0, null, null), summary.Columns["nan"]);
        Assert.Equal(new(5, "l10", "l99"), summary.Columns["s.lang"]);
        Assert.Equal(new(0, 0L, 99L), summary.Columns["lineage.position"]);
        Assert.Equal(new(0, "id-0", "id-99"), summary.Columns["id"]);
        Assert.DoesNotContain(summary.Columns.Keys, k => k.StartsWith("ids", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_bounds_hold_in_the_order_of_code_points_when_they_are_cut()
    {
        var range = new TextRange();
        var longest = new string('z', 31) + "😀 and more";
        range.Add("\uFFFD"u8);
        range.Add(System.Text.Encoding.UTF8.GetBytes(longest));
        range.Add("😀"u8);

        Assert.Equal(new string('z', 31), range.Min);
        Assert.Equal("😀", range.Max);
        range.Add(System.Text.Encoding.UTF8.GetBytes("😀" + new string('y', 40)));
        Assert.Equal("😀" + new string('y', 27) + "z", range.Max);
    }

    [Fact]
    public async Task A_failing_file_throws_its_own_exception()
    {
        await using var writer = new ParquetShardFormat().Create(new FullDisk(100), RowSchema.Text, new(1));

        var fault = await Assert.ThrowsAsync<IOException>(async () => await writer.WriteAsync([Shards.Sample(0, new string('x', 10_000))]));

        Assert.Equal("No space left", fault.Message);
    }

    [Fact]
    public async Task A_writer_that_is_given_up_writes_nothing_more()
    {
        var file = new MemoryStream();
        var writer = new ParquetShardFormat().Create(file, RowSchema.Text, new(1 << 20));
        await writer.WriteAsync([Shards.Sample(0, "x")]);

        await writer.DisposeAsync();

        Assert.True(file.Length <= 4);
    }

    [Fact]
    public async Task A_shard_without_samples_is_a_sound_file()
    {
        var summary = await Shards.WriteAsync(_folder.File("a.parquet"), RowSchema.Text, []);

        Assert.Equal(0, summary.Rows);
        Assert.Empty(await Shards.SamplesAsync(_folder.Path, Shards.Options("a.parquet")));
    }

    [Fact]
    public async Task Bytes_are_counted()
    {
        var file = new MemoryStream();
        await using var writer = new ParquetShardFormat().Create(file, RowSchema.Text, new(20_000));
        await writer.WriteAsync([Shards.Sample(0, new string('x', 5_000))]);
        Assert.True(writer.BufferedBytes > 5_000);
        Assert.True(writer.WrittenBytes <= 4);

        await writer.WriteAsync([Shards.Sample(1, new string('x', 6_000))]);
        Assert.Equal(0, writer.BufferedBytes);
        await writer.CloseAsync();

        Assert.Equal(file.Length, writer.WrittenBytes);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class FullDisk(long capacity) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > capacity)
            {
                throw new IOException("No space left");
            }

            base.Write(buffer);
        }
    }
}
