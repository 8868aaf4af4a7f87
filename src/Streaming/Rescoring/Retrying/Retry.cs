using System.IO.Hashing;
using System.Text;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Rescoring;

/// <summary>
/// Tries dead letters again, when what broke at them is mended: each enters the topology at the operator that it broke, and goes on through the rest of the steps into the table, as epochs of the same pipeline. Each is settled at most
/// once, whatever is killed and however often it is done: kept, or refused by a filter.
/// </summary>
/// <remarks>
/// The dead letters are not changed: which of them are settled is operator state of the primary table, in the commit that holds their samples. What breaks the same operator again stays where it is, and is not written a second time; what
/// breaks a later one is a new dead letter of that. What a source could not read is no sample, and is not tried: it is read again with its source.
/// </remarks>
public static class Retry
{
    /// <summary>Tries again.</summary>
    /// <param name="spec">The topology of today.</param>
    /// <param name="operators">Only the dead letters of these operators; empty: of every one of which there are some.</param>
    /// <param name="run">How to run it.</param>
    /// <param name="drain">Asks to finish early; the same call goes on.</param>
    /// <param name="threads">Threads of each parallel stage, 1 or more; null: the number of processors.</param>
    /// <exception cref="BadInputException">There are no dead letters of such an operator, or it cannot be found in the topology.</exception>
    public static async Task<RetryReport> ExecuteAsync(TopologySpec spec, IReadOnlyList<string> operators, RunOptions run, CancellationToken drain, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(operators);
        ArgumentNullException.ThrowIfNull(run);
        var primary = (Sink)spec.Sinks[0].Sink.Create();
        if (await OpenAsync(spec, primary, drain) is not { } letters)
        {
            return new([], 0);
        }

        var (names, others) = await NamesAsync(spec, operators, letters, drain);
        var tried = new List<RetriedOperator>();
        foreach (var name in names)
        {
            tried.Add(await RunAsync(spec, primary, name, run, threads, drain));
            if (tried[^1].Run.Status != RunStatus.Completed)
            {
                break;
            }
        }

        return new(tried, others);
    }

    private static ValueTask<DeadLettersTable?> OpenAsync(TopologySpec spec, Sink primary, CancellationToken abort) => spec is { DeadLettersSink: null, DeadLettersPath: { } folder }
        ? DeadLettersTable.OpenAsync(folder, primary, spec.Name, abort)
        : throw new BadInputException("The topology's dead letters go to a sink of their own, from which they are not tried again.");

    private static async Task<(List<string> Names, long Others)> NamesAsync(TopologySpec spec, IReadOnlyList<string> wanted, DeadLettersTable letters, CancellationToken abort)
    {
        var counts = new Dictionary<string, long>();
        await foreach (var (batch, _) in letters.ReadAsync(abort))
        {
            foreach (var name in batch.Batch.Samples.Select(SideRows.OperatorOf))
            {
                counts[name] = counts.GetValueOrDefault(name) + 1;
            }
        }

        if (wanted.FirstOrDefault(name => !counts.ContainsKey(name)) is { } missing)
        {
            throw new BadInputException($"There are no dead letters of '{missing}'; there are of: {string.Join(", ", counts.Keys.Order(StringComparer.Ordinal))}.");
        }

        var steps = await StepsAsync(spec, abort);
        return wanted.FirstOrDefault(name => !steps.Contains(name)) is { } other
            ? throw new BadInputException($"Dead letters of '{other}' cannot be tried again: it is no step that stands once, outside branches, and takes each sample by itself.")
            : ([.. steps.Where(name => counts.ContainsKey(name) && (wanted.Count == 0 || wanted.Contains(name)))], counts.Where(c => !steps.Contains(c.Key)).Sum(c => c.Value));
    }

    // What joins samples, reorders them or holds them back gives something else than what went in: which of them came through could not be told.
    private static async Task<List<string>> StepsAsync(TopologySpec spec, CancellationToken abort)
    {
        await using var plan = await Planner.PlanAsync(spec with { Feed = null }, null, abort);
        var alone = plan.Operators.GroupBy(o => o.Name).Where(g => g.Count() == 1 && g.Single().Operator is { NeedsWholeInput: false } and not IStateful).Select(g => g.Key).ToHashSet();
        return [.. spec.Sources.SelectMany(s => s.Steps).Concat(spec.Steps).OfType<OperatorStep>().Select(s => s.Operator.Name).Where(alone.Contains)];
    }

    private static async Task<RetriedOperator> RunAsync(TopologySpec spec, Sink primary, string name, RunOptions run, int? threads, CancellationToken drain)
    {
        var line = RescoreLine.Of(spec, name, null);
        var letters = (await OpenAsync(spec, primary, drain))!;
        var (ledger, unreadable) = (new ReadmissionLedger(), new Tally());
        var source = RescoredSplits.RetriedSourceOf(name);
        var schema = await SchemaAtAsync(spec, name, drain);
        var derived = spec with
        {
            Sources = [new(source, new("dead_letters", typeof(RetrySource), new RetrySourceOptions(letters, schema, name, ledger, unreadable), default), [])],
            Mix = null,
            Feedback = null,
            Feed = null,
            Steps = [.. line.Asked, new OperatorStep(new(ReadmissionMark.Name, typeof(RetryMark), new RetryMarkOptions(ledger, name), default)), .. line.Rest],
            Sinks = line.Sinks,
            Hash = Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes($"{spec.Hash} retry {name}"))),
            Text = null,
            MaxDeadLetterRatio = 1,
        };
        await using var plan = await Planner.PlanAsync(derived, new() { Threads = threads, Time = run.Time, StateKeys = StateKeys.Of(spec), Retried = name }, drain);
        var report = await Run.ExecuteAsync(plan, run, RunStart.FromTable with { Owns = split => split.Source == source }, drain);
        return new(name, report.Totals.Samples.In, ledger.Count, unreadable.Count, report);
    }

    // What reaches the operator in the topology as it is now.
    private static async Task<RowSchema> SchemaAtAsync(TopologySpec spec, string name, CancellationToken abort)
    {
        await using var plan = await Planner.PlanAsync(spec with { Feed = null }, null, abort);
        return plan.Operators.First(o => o.Name == name).Input;
    }
}

/// <summary>What became of dead letters.</summary>
/// <param name="Operators">In the topology's order; the last one may not have come to its end.</param>
/// <param name="Others">Dead letters of sources and of steps that cannot be tried again or that the topology has no more, which were not tried.</param>
public sealed record RetryReport(IReadOnlyList<RetriedOperator> Operators, long Others);

/// <summary>What became of the dead letters of one operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tried">Those that were tried; what was settled before is not.</param>
/// <param name="Settled">How many it did not break at now.</param>
/// <param name="Unreadable">Payloads that are no samples of the columns that it has now.</param>
/// <param name="Run">The run that took them on.</param>
public sealed record RetriedOperator(string Name, long Tried, long Settled, long Unreadable, RunReport Run);
