using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Replays;

/// <summary>Runs recorded epochs again: from the recorded positions and state, with the recorded interleaving and borders, into new tables.</summary>
public static class Replay
{
    /// <summary>Replays.</summary>
    /// <param name="table">The recorded table.</param>
    /// <param name="spec">Its topology, read from <see cref="RecordedTable.Topology"/>.</param>
    /// <param name="options">What to replay.</param>
    /// <param name="run">How to run it.</param>
    /// <param name="drain">Asks to finish early.</param>
    /// <exception cref="BadInputException">The epochs are not recorded, their source cannot give them again, or the folder is not empty.</exception>
    public static async Task<ReplayReport> ExecuteAsync(RecordedTable table, TopologySpec spec, ReplayOptions options, RunOptions run, CancellationToken drain)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        var (from, to) = (options.From ?? table.Range.First, options.To ?? table.Range.Last);
        var wanted = table.Epochs.Where(e => e.Epoch >= from && e.Epoch <= to).ToList();
        if (wanted.Count == 0)
        {
            throw new BadInputException($"Epochs {from}..{to} are not recorded; {table.Range.First}..{table.Range.Last} are.");
        }

        if (wanted.Find(e => e.Rescored is not null) is { } rescored)
        {
            throw new BadInputException($"Epoch {rescored.Epoch} re-scored rejects of {string.Join(", ", rescored.Rescored!)}, or tried dead letters again, which is not replayed: leave it out (--epochs).");
        }

        await using var plan = await Planner.PlanAsync(spec, new() { OutputFolder = options.Into, Time = run.Time }, CancellationToken.None);
        if (plan.Spec.Hash != wanted[^1].TopologyHash)
        {
            throw new BadInputException("The topology is not the one that the epochs were made with: environment variables that it names may have changed.");
        }

        SharedEpochs.Check(plan, table.Epochs, wanted);
        var report = await Run.ExecuteAsync(plan, run with { Fresh = true }, Start(table, plan, wanted), drain);
        var comparison = new EpochComparison(table, plan);
        if (options.Verify && report.Status == RunStatus.Completed)
        {
            await comparison.CompareAsync(wanted, CancellationToken.None);
        }

        return new(report, report.Totals.Epochs, comparison.Files, comparison.Differences);
    }

    private static RunStart Start(RecordedTable table, Plan plan, List<EpochManifest> wanted)
    {
        var before = table.Epochs.Where(e => e.Epoch < wanted[0].Epoch).ToList();
        var positions = before.SelectMany(e => e.Positions).Aggregate(SplitPositions.Empty, (p, m) => p.Advance(m.Id, m.To));

        // A split's first record need not be its position 0: a topic has lost its oldest ones, or was read from a point in time on.
        positions = wanted.SelectMany(e => e.Positions).DistinctBy(m => m.Id).Aggregate(positions, (p, m) => p.Advance(m.Id, m.From));
        var runs = wanted.Select(e => (IReadOnlyList<SplitRun>)[.. e.Interleaving.Select(r => new SplitRun(e.Positions[(int)r[0]].Id, r[1]))]).ToList();
        var states = new StateFiles(table.Store);
        return new(
            positions,
            new RecordedOrder(runs, [.. plan.Sources.Select(s => s.Name)], wanted[^1].IsEnd) { Mixes = [.. wanted.Select(e => e.Mix)] },
            wanted[0].Epoch,
            key => states.RestoreAsync(before.LastOrDefault(), key, _ => true, CancellationToken.None))
        {
            Steering = [.. wanted.Select(e => e.Steering)],
        };
    }
}
