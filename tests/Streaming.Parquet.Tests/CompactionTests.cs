using DuckDB.NET.Data;
using Streaming.Parquet.Checkpoints;
using Streaming.Parquet.Sinks;
using Streaming.Parquet.Writing;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Telemetry;
using Streaming.Testing;

namespace Streaming.Parquet.Tests;

/// <summary>Merged Parquet files, as this engine and a foreign reader see them.</summary>
public sealed class CompactionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Merged_shards_hold_every_value_in_order()
    {
        var schema = Shards.Schema(
            new Column("blob", ColumnType.Binary), new Column("price", new DecimalType(10, 2)), new Column("m", new MapType(ColumnType.String, ColumnType.Int64)),
            new Column("ids", new ListType(ColumnType.Int32)), new Column("s", new StructType([new("a", ColumnType.Bool), new("t", ColumnType.String)])), new Column("lang", ColumnType.String));
        var samples = Enumerable.Range(0, 300).Select(i => Shards.Sample(
            i, $"text {i}", ("blob", i % 7 == 0 ? null : new byte[] { (byte)i, 0 }), ("price", (Int128)(i * 5)), ("m", new KeyValuePair<object, object?>[] { new("k", (long)i) }),
            ("ids", Enumerable.Range(0, i % 4).ToArray()), ("s", i % 5 == 0 ? null : new object?[] { i % 2 == 0, null }), ("lang", i % 2 == 0 ? "de" : "en"))).ToList();
        var parts = samples.Chunk(37).Select((chunk, i) => (chunk, File: _folder.File($"parts/{i}.parquet"))).ToList();
        foreach (var (chunk, file) in parts)
        {
            await Shards.WriteAsync(file, schema, chunk);
        }

        var (bytes, merged) = await MergeAsync(parts.Select(p => p.File));
        await File.WriteAllBytesAsync(_folder.File("merged/all.parquet"), bytes);

        Assert.Equal(new MergedParts(parts.Count, 300), merged);
        Assert.Equal(bytes, (await MergeAsync(parts.Select(p => p.File))).Bytes);
        Assert.Equal(0, Query($"select count(*) from (select * from read_parquet('{_folder.Path}/merged/all.parquet') except all select * from read_parquet('{_folder.Path}/parts/*.parquet'))"));
        Assert.Equal(300, Query($"select count(*) from read_parquet('{_folder.Path}/merged/all.parquet')"));
        Assert.Equal(1, Query($"select count(distinct row_group_id) from parquet_metadata('{_folder.Path}/merged/all.parquet')"));
        var read = await Shards.SamplesAsync(_folder.Path, Shards.Options("merged"));
        Assert.Equal(samples.Select(s => s.Id), read.Select(s => s.Id));
        Assert.Equal(samples.Select(s => s.Text), read.Select(s => s.Text));
    }

    [Fact]
    public async Task Only_parts_with_the_same_columns_are_joined()
    {
        await Shards.WriteAsync(_folder.File("p/0.parquet"), Shards.Schema(), [Shards.Sample(0, "a")]);
        await Shards.WriteAsync(_folder.File("p/1.parquet"), Shards.Schema(), [Shards.Sample(1, "b")]);
        await Shards.WriteAsync(_folder.File("p/2.parquet"), Shards.Schema(new Column("more", ColumnType.Int64)), [Shards.Sample(2, "c", ("more", 1L))]);

        Assert.Equal(new MergedParts(2, 2), (await MergeAsync(Enumerable.Range(0, 3).Select(i => _folder.File($"p/{i}.parquet")))).Merged);
    }

    [Fact]
    public async Task A_delta_table_that_compacts_itself_is_what_one_is_that_does_not()
    {
        var ids = new List<string>();
        foreach (var compact in new[] { null, new CompactionOptions { MinFiles = 3, TargetBytes = new(20_000) } })
        {
            using var topology = new TestTopology { Epoch = new(Samples: 10) };
            var merged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            topology.From("in", ListSourceOptions.Numbered(600) with
            {
                BatchSamples = 10,
                BeforeBatch = async (_, at, abort) => await (compact is null || at < 300 ? Task.CompletedTask : merged.Task.WaitAsync(TimeSpan.FromMinutes(1), abort)),
            });
            var options = new DeltaSinkOptions { Path = topology.Table, Compact = compact };
            await using var plan = await Planner.PlanAsync(topology.Build() with { Sinks = [new("out", TestTopology.Spec<DeltaSink>(options))] });
            var report = await Run.ExecuteAsync(plan, new() { Progress = new Watch(s => _ = s.Compaction?.Merged > 0 && merged.TrySetResult()) }, default);
            Assert.Null(report.Error);
            Assert.Null(report.Totals.Compaction?.Failure);
            var table = (await new DeltaLog(new LocalStore(topology.Table), new ParquetCheckpointFormat()).ReadAsync(default))!;
            Assert.Equal(compact is not null, table.Files.Count < 60);
            ids.Add(string.Join(' ', (await Shards.SamplesAsync(topology.Folder, Shards.Options("out"))).Select(s => s.Id)));
        }

        Assert.Equal(ids[0], ids[1]);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(byte[] Bytes, MergedParts Merged)> MergeAsync(IEnumerable<string> parts)
    {
        using var into = new MemoryStream();
        Func<CancellationToken, ValueTask<Stream>>[] open = [.. parts.Select(p => (Func<CancellationToken, ValueTask<Stream>>)(_ => ValueTask.FromResult<Stream>(File.OpenRead(p))))];
        var merged = await new ParquetShardFormat().MergeAsync(open, into, new(64 << 20), default);
        return (into.ToArray(), merged);
    }

    private sealed class Watch(Action<RunSnapshot> look) : IProgress<RunSnapshot>
    {
        public void Report(RunSnapshot value) => look(value);
    }

    private static long Query(string sql)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
