using Streaming.Epochs;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Telemetry;
using Streaming.Testing;

namespace Streaming.Tests.Epochs.Simulation;

/// <summary>A worker with the real coordinator, log and side tables, and an operator that holds samples across epochs, on simulated stores.</summary>
internal sealed class SimulatedWorker(SimulatedWorld world)
{
    private static readonly LineShards Format = new();

    private EpochCoordinator? _coordinator;
    private IReadOnlyList<OutputTable> _tables = [];
    private SplitPositions _positions = SplitPositions.Empty;
    private HashSet<SplitId> _hand = [];
    private Groups _groups = new(new(3));
    private int _files;

    /// <summary>Takes splits, commits epochs, takes again when fenced or told of a rebalance, until everything is read (and, if it is the last one, flushed).</summary>
    public async Task RunAsync()
    {
        await TakeAsync();
        while (!await IsDoneAsync())
        {
            try
            {
                await RunEpochAsync();
                if (world.Hears() && !_hand.SetEquals(world.AssignmentOf(this)))
                {
                    await TakeAsync();
                }
            }
            catch (FencedException)
            {
                await TakeAsync();
            }
        }
    }

    private async ValueTask TakeAsync()
    {
        _hand = [.. world.AssignmentOf(this)];
        _tables = world.OpenTables(this);
        _coordinator = new(new("sim", "run", "hash", 1), _tables, world.NextAttempt);
        _positions = await _coordinator.TakeAsync(_hand.Contains, default);
        _groups = new(new(3));
        _groups.Restore(await _coordinator.RestoreAsync("groups#0", default));
    }

    private async ValueTask<bool> IsDoneAsync()
    {
        if (_hand.All(s => _positions[s] == SimulatedWorld.Records) && !(world.IsLast && _groups.Held > 0))
        {
            if (world.IsLast || _hand.SetEquals(world.AssignmentOf(this)))
            {
                return true;
            }

            await TakeAsync();
        }

        return false;
    }

    private async ValueTask RunEpochAsync()
    {
        var batch = new SampleBatch { CurrentOperator = "picky" };
        var moved = new List<MovedSplit>();
        var runs = new List<SplitRun>();
        foreach (var split in _hand.Order())
        {
            var from = _positions[split];
            var to = Math.Min(SimulatedWorld.Records, from + world.Scheduler.Random.Next(4));
            if (to > from)
            {
                moved.Add(new(split.Source, split.Name, from, to));
                runs.Add(new(split, to - from));
                Read(split, from, to, batch);
            }
        }

        await _groups.ApplyAsync(batch);
        var ends = world.IsLast && moved.Count == 0;
        if (ends)
        {
            await _groups.FinishAsync(batch);
        }

        await CommitAsync(batch, moved, runs, ends);
    }

    private static void Read(SplitId split, long from, long to, SampleBatch batch)
    {
        for (var i = from; i < to; i++)
        {
            var sample = new Sample { Id = $"{split.Name}:{i}", Lineage = new(split, i, [], "run") };
            if (i % 5 == 4)
            {
                batch.Reject(sample, new("fifth"));
            }
            else
            {
                batch.Samples.Add(sample);
            }
        }
    }

    private async ValueTask CommitAsync(SampleBatch batch, List<MovedSplit> moved, List<SplitRun> runs, bool ends)
    {
        var positions = moved.Aggregate(_positions, (p, m) => p.Advance(m.Id, m.To));
        var state = new StateSnapshot("groups#0");
        _groups.Save(state);
        var epoch = new ClosedEpoch
        {
            Moved = moved,
            Hand = _hand.ToDictionary(s => s, s => positions[s]),
            Runs = runs,
            Files =
            [
                await WriteAsync(_tables[0], batch.Samples),
                await WriteAsync(_tables[1], [.. batch.Rejected.Select(r => SideRows.Of(r, _coordinator!.NextEpoch))]),
            ],
            States = [state],
            Operators = [],
            Samples = new SampleCounts(0, 0, 0, 0, 0, 0),
            IsEnd = ends,
        };
        if (!epoch.IsEmpty)
        {
            await _coordinator!.CommitAsync(epoch, default);
            await _coordinator.FollowAsync(default);
        }

        _positions = positions;
    }

    private async ValueTask<IReadOnlyList<ClosedFile>> WriteAsync(OutputTable table, List<Sample> samples)
    {
        if (samples.Count == 0)
        {
            return [];
        }

        var name = $"{world.NameOf(this)}-{_files++}.lines";
        await using var pending = await table.Store.CreateAsync(table.PathBeforeCommit(name), default);
        await using var writer = Format.Create(pending.Content, table.Schema, new(1));
        await writer.WriteAsync(samples);
        var summary = await writer.CloseAsync();
        return [new(name, await pending.PublishAsync(default), summary)];
    }
}
