using System.IO.Hashing;
using System.Text;
using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Tables;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Rescoring;

/// <summary>
/// Gives rejects another chance when thresholds or models have moved: they enter the topology at the operator that refused them, and those that it keeps now go on through the rest of the steps into the
/// table, as epochs of the same pipeline. Each is let back in at most once, whatever is killed and however often it is done.
/// </summary>
/// <remarks>
/// The rejects themselves are not changed: which of them were let back in is operator state of the primary table. What the same operators refuse again is counted and not written a second time; what a later
/// step refuses is a new reject of that step. Stats of a model that is another one by now are computed anew, others are believed.
/// </remarks>
public static class Rescore
{
    /// <summary>Re-scores.</summary>
    /// <param name="spec">The topology, with the thresholds and models of today.</param>
    /// <param name="options">What to re-score.</param>
    /// <param name="run">How to run it.</param>
    /// <param name="drain">Asks to finish early; the same call goes on.</param>
    /// <exception cref="BadInputException">There are no rejects of this pipeline, or an operator cannot be found in the topology.</exception>
    public static async Task<RescoreReport> ExecuteAsync(TopologySpec spec, RescoreOptions options, RunOptions run, CancellationToken drain)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(run);
        CheckPlace(spec, options.Rejects);
        var primary = (Sink)spec.Sinks[0].Sink.Create();
        var names = await NamesAsync(spec, options, primary, drain);
        var lines = names.ConvertAll(name => (Name: name, Line: RescoreLine.Of(spec, name, options.From)));
        var operators = new List<RescoredOperator>();
        foreach (var (name, line) in lines)
        {
            operators.Add(await RunAsync(spec, options, primary, name, line, run, drain));
            if (operators[^1].Run.Status != RunStatus.Completed)
            {
                break;
            }
        }

        return new(operators);
    }

    private static void CheckPlace(TopologySpec spec, string rejects)
    {
        if (spec.RejectsPath is not { } own || spec.RejectsSink is not null || StorePlace.Full(own) != StorePlace.Full(rejects))
        {
            throw new BadInputException($"The topology's rejects do not go to '{rejects}'{(spec.RejectsPath is { } path && spec.RejectsSink is null ? $", but to '{path}'" : "")}. Give the rejects and the topology of one pipeline.");
        }
    }

    private static async Task<List<string>> NamesAsync(TopologySpec spec, RescoreOptions options, Sink primary, CancellationToken abort)
    {
        var rejects = await RejectsTable.OpenAsync(options.Rejects, primary, spec.Name, abort);
        var counts = await rejects.CountAsync(new() { Name = "rejects", BaseFolder = spec.BaseFolder, Run = "", Memory = new MemoryBudget(256L << 20).OpenAccount() }, abort);
        if (options.Operators.FirstOrDefault(name => !counts.ContainsKey(name)) is { } missing)
        {
            throw new BadInputException($"There are no rejects of '{missing}' in '{options.Rejects}'; there are of: {string.Join(", ", counts.Keys.Order(StringComparer.Ordinal))}.");
        }

        // Who refuses what was seen before would only find again what it found.
        return [.. Steps(spec).Where(o => counts.ContainsKey(o.Name) && (options.Operators.Count > 0 ? options.Operators.Contains(o.Name) : !o.Implementation.IsAssignableTo(typeof(IStateful)))).Select(o => o.Name).Distinct()];
    }

    private static IEnumerable<OperatorSpec> Steps(TopologySpec spec) => spec.Sources.SelectMany(s => s.Steps).Concat(spec.Steps).OfType<OperatorStep>().Select(s => s.Operator);

    private static async Task<RescoredOperator> RunAsync(TopologySpec spec, RescoreOptions options, Sink primary, string name, RescoreLine line, RunOptions run, CancellationToken drain)
    {
        var rejects = await RejectsTable.OpenAsync(options.Rejects, primary, spec.Name, drain);
        var (ledger, stale) = (new ReadmissionLedger(), new StaleStats());
        var source = RescoredSplits.SourceOf(name);
        var derived = spec with
        {
            Sources = [new(source, new("rejects", typeof(RescoreSource), new RescoreSourceOptions(rejects, spec.Hash, name, ledger, stale), default), [])],
            Mix = null,
            Feedback = null,
            Feed = null,
            Steps = [.. line.Asked, new OperatorStep(new(ReadmissionMark.Name, typeof(ReadmissionMark), ledger, default)), .. line.Rest],
            Sinks = line.Sinks,
            Hash = Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes($"{spec.Hash} {string.Join(' ', line.Names)}"))),
            Text = null,
        };
        await using var plan = await Planner.PlanAsync(derived, new() { Threads = options.Threads, Time = run.Time, StateKeys = StateKeys.Of(spec), Rescored = line.Names }, drain);
        if (plan.Operators.Take(line.Asked.Count).Where(node => node.Operator is IUsesModels).ToList() is { Count: > 0 } scorers)
        {
            stale.Watch(scorers, await EpochsAsync(primary, drain));
        }

        var report = await Run.ExecuteAsync(plan, run, RunStart.FromTable with { Owns = split => split.Source == source }, drain);
        return new(name, report.Totals.Samples.In, ledger.Count, report);
    }

    private static async Task<IReadOnlyList<EpochManifest>> EpochsAsync(Sink primary, CancellationToken abort)
    {
        var store = primary.OpenStore();
        var snapshot = await new DeltaLog(store, primary.Checkpoints, TableFolders.LogOf(primary.Layout)).ReadAsync(abort)
            ?? throw new BadInputException("The topology's table is not there, so that nothing was rejected from it.");
        return await ManifestHistory.ReadAsync(store, snapshot, abort);
    }
}
