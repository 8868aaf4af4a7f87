using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Streaming.Operators;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Parquet.Tests.Checkpoints;

public sealed class CheckpointedLogTests
{
    private readonly IObjectStore _memory = Stores.InMemory();
    private readonly FaultingStore _store;
    private readonly DeltaLog _log;

    public CheckpointedLogTests()
    {
        _store = new(_memory);
        _log = Logs.Open(_store);
    }

    [Fact]
    public async Task A_checkpoint_equals_the_replay_of_its_entries()
    {
        var replayed = await WriteAsync(6);
        await _log.WriteCheckpointAsync(replayed, default);
        await DeleteEntriesAsync(0, 5);
        Assert.Equal(Logs.Describe(replayed), Logs.Describe((await _log.ReadAsync(default))!));
    }

    [Property(MaxTest = 30)]
    public async Task A_checkpoint_of_any_version_and_the_entries_after_it_equal_the_replay_of_all(int seed)
    {
        var random = RandomLog.Of(seed, entries: 12, now: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var log = Logs.Open(Stores.InMemory());
        var at = (seed & int.MaxValue) % random.Entries.Count;
        for (var version = 0; version < random.Entries.Count; version++)
        {
            await log.TryCommitAsync(version, random.Entries[version], default);
            if (version == at)
            {
                await log.WriteCheckpointAsync((await log.ReadAsync(default))!, default);
            }
        }

        Assert.Equal(random.States[^1], RandomLog.Describe((await log.ReadAsync(default))!));
    }

    [Fact]
    public async Task A_damaged_foreign_checkpoint_gives_way_to_an_older_one()
    {
        await WriteAsync(6);
        await DeleteEntriesAsync(0, 2);
        await PutForeignAsync(2, [("a", 1)]);
        await PutForeignAsync(4, [("b", 1)]);
        await _memory.PutAsync("_delta_log/00000000000000000004.checkpoint.parquet", "PAR1 torn"u8.ToArray(), default);
        Assert.Equal(["a", "file-3.parquet", "file-4.parquet", "file-5.parquet"], (await _log.ReadAsync(default))!.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task Reading_begins_at_the_last_checkpoint()
    {
        await _log.WriteCheckpointAsync(await WriteAsync(6), default);
        await _log.TryCommitAsync(6, [Logs.Add("after.parquet")], default);
        _store.Seen.Clear();
        var table = (await _log.ReadAsync(default))!;
        Assert.Equal("after.parquet", table.Files[^1].Path);
        Assert.Equal(
            ["_delta_log/_last_checkpoint", "_delta_log", "_delta_log/00000000000000000005.checkpoint.parquet", "_delta_log/00000000000000000006.json"],
            _store.Seen.Select(s => s.Path).Distinct());
    }

    [Fact]
    public async Task The_hint_says_what_the_protocol_asks()
    {
        await _log.WriteCheckpointAsync(await WriteAsync(6), default);
        var hint = JsonNode.Parse((await TextAsync("_delta_log/_last_checkpoint"))!)!;
        Assert.Equal((5, 7, 5), (hint["version"]!.GetValue<long>(), hint["numOfAddFiles"]!.GetValue<long>() + 2, hint["numOfAddFiles"]!.GetValue<long>()));
        Assert.True(hint["sizeInBytes"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task A_late_checkpoint_does_not_turn_the_hint_back()
    {
        var early = await WriteAsync(3);
        await _log.TryCommitAsync(3, [Logs.Add("x.parquet")], default);
        await _log.WriteCheckpointAsync(await _log.RefreshAsync(early, default), default);
        await _log.WriteCheckpointAsync(early, default);
        Assert.Equal(3, JsonNode.Parse((await TextAsync("_delta_log/_last_checkpoint"))!)!["version"]!.GetValue<long>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"version\":")]
    [InlineData("{\"version\":\"5\"}")]
    [InlineData("{\"version\":4711,\"size\":1}")]
    public async Task A_missing_or_wrong_hint_costs_a_listing_and_no_more(string? hint)
    {
        var before = await WriteAsync(6);
        await _log.WriteCheckpointAsync(before, default);
        await DeleteEntriesAsync(0, 5);
        await _memory.DeleteAsync("_delta_log/_last_checkpoint", default);
        if (hint is not null)
        {
            await _memory.PutAsync("_delta_log/_last_checkpoint", Encoding.UTF8.GetBytes(hint), default);
        }

        Assert.Equal(Logs.Describe(before), Logs.Describe((await _log.ReadAsync(default))!));
    }

    [Fact]
    public async Task A_damaged_checkpoint_gives_way_to_the_entries()
    {
        var before = await WriteAsync(6);
        await _log.WriteCheckpointAsync(before, default);
        await _memory.PutAsync("_delta_log/00000000000000000005.checkpoint.parquet", "PAR1 torn"u8.ToArray(), default);
        Assert.Equal(Logs.Describe(before), Logs.Describe((await _log.ReadAsync(default))!));
    }

    [Fact]
    public async Task A_damaged_checkpoint_without_the_entries_is_an_error()
    {
        await _log.WriteCheckpointAsync(await WriteAsync(6), default);
        await DeleteEntriesAsync(0, 5);
        await _memory.PutAsync("_delta_log/00000000000000000005.checkpoint.parquet", "PAR1 torn"u8.ToArray(), default);
        await Assert.ThrowsAsync<BadInputException>(async () => await _log.ReadAsync(default));
    }

    [Fact]
    public async Task A_foreign_checkpoint_does_not_cost_the_order_while_the_entries_are_there()
    {
        var before = await WriteAsync(6);
        await PutForeignAsync(5, [.. before.Files.Select(f => (f.Path, f.ModificationTime)).Reverse()]);
        Assert.Equal(before.Files.Select(f => f.Path), (await _log.ReadAsync(default))!.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task Only_a_foreign_checkpoint_left_orders_by_time_then_path()
    {
        await WriteAsync(6);
        await DeleteEntriesAsync(0, 5);
        await PutForeignAsync(5, [("c", 2), ("b", 1), ("a", 2), ("d%20e", 0)]);
        await _log.TryCommitAsync(6, [Logs.Add("0")], default);
        Assert.Equal(["d e", "b", "a", "c", "0"], (await _log.ReadAsync(default))!.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task Parts_that_are_all_there_are_one_checkpoint()
    {
        await WriteAsync(3);
        await DeleteEntriesAsync(0, 2);
        await _memory.PutAsync("_delta_log/00000000000000000002.checkpoint.0000000001.0000000002.parquet", ForeignCheckpoint.Of(("a", 1)), default);
        await Assert.ThrowsAsync<BadInputException>(async () => await _log.ReadAsync(default));
        await _memory.PutAsync("_delta_log/00000000000000000002.checkpoint.0000000002.0000000002.parquet", ForeignCheckpoint.Of(("b", 0)), default);
        Assert.Equal(["b", "a"], (await _log.ReadAsync(default))!.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task A_refresh_that_slept_through_a_clean_up_reads_anew()
    {
        var old = await WriteAsync(2);
        for (var version = 2; version < 6; version++)
        {
            await _log.TryCommitAsync(version, [Logs.Add($"later-{version}.parquet")], default);
        }

        await _log.WriteCheckpointAsync((await _log.ReadAsync(default))!, default);
        await DeleteEntriesAsync(0, 5);
        Assert.Equal(5, (await _log.RefreshAsync(old, default)).Version);
    }

    [Fact]
    public async Task Tombstones_leave_checkpoints_when_they_expire()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await _log.TryCommitAsync(0, [ProtocolAction.Current, Logs.Metadata, Logs.Add("a"), Logs.Add("b")], default);
        await _log.TryCommitAsync(1, [new RemoveAction("a", now - (8 * Logs.Day), true), new RemoveAction("b", now - (6 * Logs.Day), true)], default);
        await _log.WriteCheckpointAsync((await _log.ReadAsync(default))!, default);
        await DeleteEntriesAsync(0, 1);
        Assert.Equal(["b"], (await _log.ReadAsync(default))!.Tombstones.Keys);
    }

    [Fact]
    public async Task A_log_without_a_checkpoint_format_replays_the_entries()
    {
        var before = await WriteAsync(6);
        await _log.WriteCheckpointAsync(before, default);
        Assert.Equal(Logs.Describe(before), Logs.Describe((await new DeltaLog(_store, null).ReadAsync(default))!));
    }

    private async Task<TableSnapshot> WriteAsync(int entries)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await _log.TryCommitAsync(0, [ProtocolAction.Current, Logs.Metadata, Logs.Add("z é.parquet", 5)], default);
        for (var version = 1; version < entries; version++)
        {
            LogAction[] compaction = version == 4 ? [new RemoveAction("file-2.parquet", now, false, 10)] : [];
            await _log.TryCommitAsync(version, [Logs.Add($"file-{version}.parquet", 9 - version), new TxnAction($"p/s/{version % 2}", version, now), .. compaction], default);
        }

        return (await _log.ReadAsync(default))!;
    }

    private async Task DeleteEntriesAsync(long from, long to)
    {
        for (var version = from; version <= to; version++)
        {
            await _memory.DeleteAsync(_log.EntryPath(version), default);
        }
    }

    private async Task PutForeignAsync(long version, params (string Path, long Time)[] files)
    {
        await _memory.PutAsync($"_delta_log/{version:D20}.checkpoint.parquet", ForeignCheckpoint.Of(files), default);
        await _memory.PutAsync("_delta_log/_last_checkpoint", Encoding.UTF8.GetBytes($$"""{"version":{{version}},"size":{{files.Length + 2}}}"""), default);
    }

    private async Task<string?> TextAsync(string path)
    {
        await using var file = await _memory.OpenReadAsync(path, default);
        return file is null ? null : await new StreamReader(file).ReadToEndAsync();
    }
}
