using Streaming.Operators;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

public sealed class DeltaLogTests
{
    private readonly MemoryStore _store = new();

    [Fact]
    public async Task Without_a_log_there_is_no_table() => Assert.Null(await new DeltaLog(_store, null).ReadAsync(default));

    [Fact]
    public async Task Entries_add_up_to_the_table()
    {
        var log = await Entries.WriteAsync(
            _store,
            Entries.First(Entries.Add("b"), new TxnAction("p/a", 3)),
            [Entries.Add("a"), new TxnAction("p/a", 5), new TxnAction("p/b", 1)]);
        var table = (await log.ReadAsync(default))!;
        Assert.Equal(1, table.Version);
        Assert.Equal(["b", "a"], table.Files.Select(f => f.Path));
        Assert.Equal([("p/a", 5L), ("p/b", 1L)], table.Transactions.OrderBy(t => t.Key).Select(t => (t.Key, t.Value)));
        Assert.Equal(Entries.Schema, table.Metadata.Schema);
    }

    [Fact]
    public async Task An_entry_is_written_once()
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        Assert.False(await log.TryCommitAsync(0, Entries.First(Entries.Add("late")), default));
        Assert.Empty((await log.ReadAsync(default))!.Files);
    }

    [Fact]
    public async Task A_refresh_reads_only_what_came_since()
    {
        var log = await Entries.WriteAsync(_store, Entries.First(Entries.Add("a")));
        var before = (await log.ReadAsync(default))!;
        await log.TryCommitAsync(1, [Entries.Add("b")], default);
        await _store.DeleteAsync(log.EntryPath(0), default);
        var after = await log.RefreshAsync(before, default);
        Assert.Equal(["a", "b"], after.Files.Select(f => f.Path));
        Assert.Equal(["a"], before.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task A_refresh_without_news_gives_the_same_snapshot()
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        var table = (await log.ReadAsync(default))!;
        Assert.Same(table, await log.RefreshAsync(table, default));
    }

    [Fact]
    public async Task Two_refreshes_of_one_snapshot_do_not_disturb_each_other()
    {
        var log = await Entries.WriteAsync(_store, Entries.First(Entries.Add("a")));
        var start = (await log.ReadAsync(default))!;
        await log.TryCommitAsync(1, [Entries.Add("b")], default);
        var first = await log.RefreshAsync(start, default);
        await log.TryCommitAsync(2, [Entries.Add("c")], default);
        var second = await log.RefreshAsync(start, default);
        Assert.Equal(["a", "b"], first.Files.Select(f => f.Path));
        Assert.Equal(["a", "b", "c"], second.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task A_compaction_takes_files_out_and_appends_their_replacement()
    {
        var log = await Entries.WriteAsync(
            _store,
            Entries.First(Entries.Add("a"), Entries.Add("b")),
            [Entries.Add("c")],
            [new RemoveAction("a", 7, false), new RemoveAction("c", 7, false), Entries.Add("ac") with { DataChange = false }],
            [Entries.Add("d")]);
        var table = (await log.ReadAsync(default))!;
        Assert.Equal(["b", "ac", "d"], table.Files.Select(f => f.Path));
        Assert.Equal(["a", "c"], table.Tombstones.Keys.Order());
    }

    [Fact]
    public async Task A_refresh_over_a_compaction_equals_a_fresh_read()
    {
        var log = await Entries.WriteAsync(_store, Entries.First(Entries.Add("a"), Entries.Add("b")));
        var before = (await log.ReadAsync(default))!;
        await log.TryCommitAsync(1, [new RemoveAction("a", 7, false), Entries.Add("c")], default);
        await log.TryCommitAsync(2, [Entries.Add("a")], default);
        var after = await log.RefreshAsync(before, default);
        Assert.Equal(["b", "c", "a"], after.Files.Select(f => f.Path));
        Assert.Equal((await log.ReadAsync(default))!.Files, after.Files);
    }

    [Fact]
    public async Task A_file_added_again_keeps_its_place_and_takes_the_new_statistics()
    {
        var log = await Entries.WriteAsync(_store, Entries.First(Entries.Add("a"), Entries.Add("b")), [Entries.Add("a") with { Stats = "{}" }]);
        Assert.Equal([("a", "{}"), ("b", """{"numRecords":1}""")], (await log.ReadAsync(default))!.Files.Select(f => (f.Path, f.Stats)));
    }

    [Fact]
    public async Task A_gap_in_the_entries_is_damage()
    {
        var log = await Entries.WriteAsync(_store, Entries.First(), [Entries.Add("a")], [Entries.Add("b")]);
        await _store.DeleteAsync(log.EntryPath(1), default);
        await Assert.ThrowsAsync<BadInputException>(async () => await log.ReadAsync(default));
    }

    [Fact]
    public async Task A_broken_line_is_named()
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        await Entries.PutAsync(_store, log.EntryPath(1), "{\"txn\":{\"appId\":\"a\",\"version\":1}}\n{\"add\":{\"path\"\n");
        var error = await Assert.ThrowsAsync<BadInputException>(async () => await log.ReadAsync(default));
        Assert.Contains("00000000000000000001.json', line 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}}""")]
    [InlineData("""{"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{}","partitionColumns":["d"],"configuration":{}}}""")]
    [InlineData("""{"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{}","partitionColumns":[],"configuration":{"delta.columnMapping.mode":"name"}}}""")]
    public async Task A_table_that_cannot_be_read_is_refused_with_what_to_do(string line)
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        await Entries.PutAsync(_store, log.EntryPath(1), line);
        var error = await Assert.ThrowsAsync<BadInputException>(async () => await log.ReadAsync(default));
        Assert.Contains("opy it to a new table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_with_a_newer_writer_is_read_and_not_written()
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        await Entries.PutAsync(_store, log.EntryPath(1), """{"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["domainMetadata"]}}""");
        var table = (await log.ReadAsync(default))!;
        Assert.Throws<BadInputException>(table.RequireWritable);
    }

    [Fact]
    public async Task A_table_with_invariants_is_not_written()
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        var schema = """{\"type\":\"struct\",\"fields\":[{\"name\":\"x\",\"type\":\"long\",\"nullable\":true,\"metadata\":{\"delta.invariants\":\"…\"}}]}""";
        await Entries.PutAsync(_store, log.EntryPath(1), """{"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"SCHEMA","partitionColumns":[],"configuration":{}}}""".Replace("SCHEMA", schema, StringComparison.Ordinal));
        Assert.Throws<BadInputException>((await log.ReadAsync(default))!.RequireWritable);
    }

    [Fact]
    public async Task Another_schema_is_refused_column_by_column()
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        var table = (await log.ReadAsync(default))!;
        table.RequireSchema(Entries.Schema);
        var error = Assert.Throws<BadInputException>(() => table.RequireSchema(new([new("id", ColumnType.Int64, Nullable: false), new("body", ColumnType.String)])));
        Assert.Contains("'text' is only in the table; 'body' is not in the table; 'id' differs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_actions_that_reconcile_with_each_other_are_no_entry()
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.TryCommitAsync(1, [Entries.Add("a"), Entries.Add("a")], default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.TryCommitAsync(1, [new TxnAction("a", 1), new TxnAction("a", 2)], default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.TryCommitAsync(1, [Entries.Add("a"), new RemoveAction("a", 1, true)], default));
    }

    [Fact]
    public async Task A_table_begins_with_protocol_and_schema() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await new DeltaLog(_store, null).TryCommitAsync(0, [Entries.Add("a")], default));

    [Fact]
    public async Task Other_names_in_the_log_are_passed_over()
    {
        var log = await Entries.WriteAsync(_store, Entries.First());
        foreach (var name in (string[])["_commit_1b2c.json.tmp", ".00000000000000000001.json.crc", "00000000000000000000.crc", "00000000000000000000.00000000000000000003.compacted.json", "_sidecars/x.parquet", "00000000000000000009.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json"])
        {
            await Entries.PutAsync(_store, "_delta_log/" + name, "?");
        }

        Assert.Equal(0, (await log.ReadAsync(default))!.Version);
    }
}
