using Streaming.Epochs;
using Streaming.Fetching;
using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>Turns a topology into a plan: looks at the sources, makes the operators, follows the schema through them and fuses neighbours into stages.</summary>
public static class Planner
{
    /// <summary>Plans.</summary>
    /// <exception cref="BadInputException">Input is missing or unreadable, or columns do not fit together.</exception>
    public static async ValueTask<Plan> PlanAsync(TopologySpec spec, PlanOptions? options = null, CancellationToken abort = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        options ??= new();
        if (options.OutputFolder is { } folder)
        {
            spec = spec with
            {
                RejectsPath = spec.RejectsPath is null ? null : StorePlace.Join(folder, "rejects"),
                DeadLettersPath = StorePlace.Join(folder, "dead_letters"),
            };
        }

        var budget = new MemoryBudget(spec.Memory?.Bytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        var lines = new LinePlanner(spec, options.Threads ?? spec.Threads ?? Environment.ProcessorCount, options.StateKeys);
        var sources = new List<PlannedSource>();
        foreach (var source in spec.Sources)
        {
            sources.Add(await PlanSourceAsync(spec, source, lines, budget, options, abort));
        }

        var main = lines.PlanMain(spec.Steps, UnionOf(sources));
        var plan = new Plan(spec, budget, sources, main, lines.PlanSinks(options.OutputFolder), lines.Operators, lines.RejectsSchema, options.Time)
        {
            Threads = lines.Threads,
            Shard = options.Shard,
            Media = spec.HttpMedia is { } web ? new MediaFetch(web, budget.OpenAccount(), () => budget.Used < budget.Limit / 2, options.Time) : null,
            Rescored = options.Rescored,
            Retried = options.Retried,
            RejectsSink = MakeSink(spec.RejectsSink, options.OutputFolder is null ? null : spec.RejectsPath),
            DeadLettersSink = MakeSink(spec.DeadLettersSink, options.OutputFolder is null ? null : spec.DeadLettersPath),
        };
        if (spec.Mix is { Order: MixOrder.Sequence } && !plan.IsBounded)
        {
            throw new BadInputException("mix: sources can come in sequence only where each of them ends.");
        }

        var names = plan.Sources.Select(s => s.Name).ToList();
        var mix = spec.Mix is { Order: MixOrder.Weights } ? new MixControl(names.Zip(MixWeights.Of(plan)).ToDictionary(p => p.First, p => p.Second)) : null;
        plan.Control = new(spec.Feedback, names, mix, plan.Operators);
        return plan.IsOneEpoch && !plan.IsBounded
            ? throw new BadInputException($"Operator '{plan.Operators.First(o => o.Operator.NeedsWholeInput).Name}' needs the whole input, but a source of the topology never ends. Choose its streaming form (scope: stream).")
            : plan;
    }

    /// <summary>The same plan with new operators, for another graph of the same run: its sources and its budget go on, its sinks are the same.</summary>
    internal static Plan Renew(Plan plan)
    {
        var lines = new LinePlanner(plan.Spec, plan.Threads);
        var sources = plan.Sources.Zip(plan.Spec.Sources, (s, declared) => s with { Line = lines.PlanLine(declared.Steps, s.Schema, []) }).ToList();
        var renewed = new Plan(plan.Spec, plan.Budget, sources, lines.PlanMain(plan.Spec.Steps, UnionOf(sources)), plan.Sinks, lines.Operators, lines.RejectsSchema, plan.Time)
        {
            Threads = plan.Threads,
            Media = plan.Media,
            RejectsSink = plan.RejectsSink,
            DeadLettersSink = plan.DeadLettersSink,
            Control = plan.Control,
            Watch = plan.Watch,
        };
        foreach (var (node, before) in renewed.Operators.Zip(plan.Operators))
        {
            node.GoOnFrom(before);
        }

        return renewed;
    }

    // What the main line gets: the columns of all sources.
    private static RowSchema UnionOf(List<PlannedSource> sources) => sources.Skip(1).Aggregate(
        sources[0].Line.Output, (union, s) => SchemaUnion.Of(union, s.Line.Output, $"source '{sources[0].Name}'", $"source '{s.Name}'"));

    private static Sink? MakeSink(OperatorSpec? declared, string? relocatedTo) =>
        (Sink?)declared?.Create() is not { } sink ? null : relocatedTo is null ? sink : new RelocatedSink(sink, relocatedTo);

    private static async ValueTask<PlannedSource> PlanSourceAsync(
        TopologySpec spec, SourceSpec declared, LinePlanner lines, MemoryBudget budget, PlanOptions options, CancellationToken abort)
    {
        var source = (Source)declared.Source.Create();
        if (options.Shard is not null && !Repeated(spec.Mix, declared.Name, source).CanShard)
        {
            throw new BadInputException($"Source '{declared.Name}' ({declared.Source.Name}) cannot be read in shards: each worker would read all of it, or, where it is repeated, not know which pass the others are in. Sources of files that are read once can; workers on Kafka share their partitions by group_id, without --shard.");
        }

        var schema = await source.DescribeAsync(new()
        {
            Name = declared.Name,
            BaseFolder = spec.BaseFolder,
            Run = Plan.RunIdOf(spec),
            BatchBytes = Math.Clamp(budget.Limit / 128, 64 << 10, 1 << 20),
            Memory = budget.OpenAccount(),
            Time = options.Time,
            Shard = options.Shard,
        }, abort);
        return new(declared.Name, declared.Source.Name, source, Repeated(spec.Mix, declared.Name, source), schema, lines.PlanLine(declared.Steps, schema, []));
    }

    private static Source Repeated(MixSpec? mix, string name, Source source)
    {
        var passes = mix is null ? 1 : mix.EpochsOf(name);
        var repeats = mix is { Exhausted: MixExhausted.Repeat };
        if (passes == 1 && !repeats)
        {
            return source;
        }

        return source.IsBounded && source is not ISharedSource
            ? new RepeatedSource(name, source, repeats ? null : passes)
            : passes == 1 ? source : throw new BadInputException($"mix: source '{name}' never ends, so it cannot be read {passes} times.");
    }
}
