using System.Security.Cryptography;
using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>Runs plans.</summary>
public static class Run
{
    /// <summary>
    /// Goes on where the plan's table ends, and runs to the end of the input, until <paramref name="drain"/> asks to finish what is in flight, or to the first
    /// fault. Whatever happens, only whole epochs are visible; the same call goes on after the last of them.
    /// </summary>
    /// <exception cref="BadInputException">The table is another pipeline's, or does not fit; nothing was started.</exception>
    public static async Task<RunReport> ExecuteAsync(Plan plan, RunOptions options, CancellationToken drain)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        return await ExecuteAsync(plan, options, RunStart.FromTable, drain);
    }

    internal static async Task<RunReport> ExecuteAsync(Plan plan, RunOptions options, RunStart start, CancellationToken drain)
    {
        var counters = new RunCounters(options.Time.GetTimestamp());

        // Recorded epochs say themselves what to read: a replay asks no group for it.
        if (plan.HasSharedSources && start.Order is null)
        {
            return await new SharedRun(plan, options, counters).ExecuteAsync(drain);
        }

        if (plan.Shard is { } shard)
        {
            var owns = start.Owns;
            start = start with { Owns = split => owns(split) && shard.Owns(RepeatedSource.NameOf(split)) };
        }

        var outputs = new Outputs(plan);
        var coordinator = Coordinate(plan, outputs, start.FirstEpoch);
        var positions = (await coordinator.TakeAsync(start.Owns, CancellationToken.None)).Where(start.Owns);
        CheckFresh(plan, options, coordinator);
        await using var session = new RunSession(plan, options, outputs, coordinator, counters);
        await session.OpenAsync(start);
        return await session.RunAsync(start.Positions ?? positions, start.Order, drain);
    }

    /// <summary>A coordinator of the plan's epochs.</summary>
    internal static EpochCoordinator Coordinate(Plan plan, Outputs outputs, long firstEpoch) =>
        new(new PipelineIdentity(plan.Spec.Name, plan.RunId, plan.Spec.Hash, plan.Spec.Seed) { Rescored = [.. plan.Rescored.Concat(plan.Retried is { } retried ? [retried] : []).Order(StringComparer.Ordinal)] }, outputs.Tables, NewAttempt) { FirstEpoch = firstEpoch };

    /// <summary>Refuses a table that is not empty where it is asked to be.</summary>
    internal static void CheckFresh(Plan plan, RunOptions options, EpochCoordinator coordinator)
    {
        if (options.Fresh && coordinator.Newest is not null)
        {
            throw new BadInputException($"'{plan.Spec.Sinks[0].Name}' already holds {coordinator.Newest.Epoch} epochs of this pipeline, and --fresh asks for an empty table. Leave --fresh out to go on after them, or write to a new folder.");
        }
    }

    private static long NewAttempt() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
}

/// <summary>Where a run starts.</summary>
/// <param name="Positions">Positions; null: the table's.</param>
/// <param name="Order">The order in which sources are read; null: as the topology says.</param>
/// <param name="FirstEpoch">The number of the first epoch of an empty table.</param>
/// <param name="Restore">Gives operators their state; null: from the table.</param>
internal sealed record RunStart(SplitPositions? Positions, IIntakeOrder? Order, long FirstEpoch, Func<string, ValueTask<RestoredState>>? Restore)
{
    public static RunStart FromTable { get; } = new(null, null, 1, null);

    /// <summary>What steered recorded epochs; null: the run is steered as it goes.</summary>
    public IReadOnlyList<SteeringRecord?>? Steering { get; init; }

    /// <summary>Which splits the run holds; what others hold goes on beside it.</summary>
    public Func<SplitId, bool> Owns { get; init; } = split => !RescoredSplits.Is(split);
}
