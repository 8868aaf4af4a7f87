using Streaming.Feed.Reading;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;
using Streaming.Feed.Wire;
using Streaming.Operators;
using Streaming.Parquet.Checkpoints;
using Streaming.Parquet.Sinks;
using Streaming.Runtime;
using Streaming.Tables;

namespace Streaming.Feed.Tests;

/// <summary>A real table that a run writes epoch by epoch; its samples' ids are <c>a:0</c>, <c>a:1</c>, ….</summary>
public sealed class GrowingTable(int rows, int rowsOfEpoch) : IAsyncDisposable
{
    private readonly TestTopology _topology = new();
    private readonly WindowCache _windows = new(16 << 20);
    private readonly BatchRoom _room = new(16 << 20);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private FeedTable? _feed;

    public string Folder => _topology.Table;

    internal WindowCache Windows => _windows;

    public IEnumerable<string> Ids => Enumerable.Range(0, rows).Select(i => $"a:{i}");

    /// <summary>Commits so many more epochs, or the rest.</summary>
    public async Task GrowAsync(long? epochs = null)
    {
        using var topology = new TestTopology(_topology.Folder) { Epoch = new(Samples: rowsOfEpoch) };
        topology.From("in", ListSourceOptions.Numbered(rows) with { BatchSamples = Math.Clamp(rowsOfEpoch / 40, 16, 1_000) });
        var options = new DeltaSinkOptions { Path = topology.Table, RowGroupSize = new(Math.Max(1_000, rowsOfEpoch / 8)) };
        await using var plan = await Planner.PlanAsync(topology.Build() with { Sinks = [new("out", TestTopology.Spec<DeltaSink>(options))] });
        var report = await Run.ExecuteAsync(plan, new() { MaxEpochs = epochs }, default);
        Assert.Null(report.Error);
    }

    /// <summary>Merges its small files.</summary>
    public async Task CompactAsync()
    {
        var sink = new DeltaSink(new() { Path = Folder, Compact = new() { MinFiles = 2, TargetBytes = ByteSize.MiB(1) } });
        var store = new LocalStore(Folder);
        var report = await new TableCompaction(store, new(store, new ParquetCheckpointFormat()), sink.Format, sink.Compaction!).RunAsync(default);
        Assert.NotEqual(0, report.Merged);
    }

    /// <summary>Deletes what compaction replaced.</summary>
    public async Task VacuumAsync()
    {
        var table = (await new DeltaLog(new LocalStore(Folder), new ParquetCheckpointFormat()).ReadAsync(default))!;
        foreach (var removed in table.Tombstones.Keys)
        {
            File.Delete(Path.Combine(Folder, removed));
        }
    }

    internal async Task<FeedTable> OpenAsync()
    {
        await _opening.WaitAsync();
        try
        {
            return _feed ??= await FeedTable.OpenAsync("t", Folder, TimeProvider.System, default);
        }
        finally
        {
            _opening.Release();
        }
    }

    internal async Task<FeedStream> StreamAsync(FeedTicket ticket) => await FeedStream.OpenAsync(await OpenAsync(), ticket with { Columns = ["id"] }, default);

    internal async Task<string[]> GatherAsync(BatchPlan plan)
    {
        using var batch = await ReadBatch.OfAsync(plan, _windows, _room);
        return batch.Ids();
    }

    /// <summary>The ids of a stream to its end, batch by batch, and the cursor behind each.</summary>
    internal async Task<List<(string[] Ids, string Cursor)>> ReadAsync(FeedTicket ticket, int? batches = null, CancellationToken abort = default)
    {
        var read = new List<(string[], string)>();
        if (batches == 0)
        {
            return read;
        }

        await foreach (var plan in (await StreamAsync(ticket)).PlanAsync(abort))
        {
            read.Add((await GatherAsync(plan), plan.Cursor));
            if (read.Count == batches)
            {
                break;
            }
        }

        return read;
    }

    internal async Task<string[]> IdsAsync(FeedTicket ticket) => [.. (await ReadAsync(ticket)).SelectMany(b => b.Ids)];

    public async ValueTask DisposeAsync()
    {
        if (_feed is not null)
        {
            await _feed.DisposeAsync();
        }

        await _windows.DisposeAsync();
        _room.Dispose();
        _opening.Dispose();
        _topology.Dispose();
    }
}
