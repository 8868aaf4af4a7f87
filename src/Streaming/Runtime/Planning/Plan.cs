using Streaming.Fetching;
using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>A topology that is ready to run: sources looked at, operators made, schemas known, steps fused into stages. Runs once.</summary>
public sealed class Plan : IAsyncDisposable
{
    internal Plan(TopologySpec spec, MemoryBudget budget, IReadOnlyList<PlannedSource> sources, PlannedLine main, IReadOnlyList<PlannedSink> sinks,
        IReadOnlyList<OperatorNode> operators, RowSchema rejects, TimeProvider time)
    {
        Spec = spec;
        Budget = budget;
        Decoded = new(budget);
        Sources = sources;
        Main = main;
        Sinks = sinks;
        Operators = operators;
        RejectsSchema = rejects;
        Time = time;
        Watch = new(operators, budget, time);
    }

    /// <summary>The topology.</summary>
    public TopologySpec Spec { get; }

    /// <summary>The run's id: the same for every run of the same job.</summary>
    public string RunId => RunIdOf(Spec);

    /// <summary>Where operators keep what can be made again, at a price: beside the primary table. Null where that is on no file system.</summary>
    internal string? KeptFolder => Sinks[0].Sink.Path is var path && StorePlace.IsAddress(path) ? null : $"{Path.TrimEndingDirectorySeparator(path)}.kept";

    /// <summary>Where the primary table lies.</summary>
    public string PrimaryPath => Sinks[0].Sink.Path;

    /// <summary>The memory budget in bytes.</summary>
    public long MemoryBytes => Budget.Limit;

    /// <summary>Whether every source ends.</summary>
    public bool IsBounded => Sources.All(s => s.Source.IsBounded);

    /// <summary>Whether nothing can be emitted before the whole input was seen, so that the run is one epoch.</summary>
    public bool IsOneEpoch => Operators.Any(o => o.Operator.NeedsWholeInput);

    internal bool HasSharedSources => Sources.Any(s => s.Source is ISharedSource);

    internal MemoryBudget Budget { get; }

    internal IReadOnlyList<PlannedSource> Sources { get; }

    internal PlannedLine Main { get; }

    internal IReadOnlyList<PlannedSink> Sinks { get; }

    internal IReadOnlyList<OperatorNode> Operators { get; }

    internal RowSchema RejectsSchema { get; }

    /// <summary>Room for media that several operators of a stage decode.</summary>
    internal DecodedRoom Decoded { get; }

    /// <summary>Fetches media; null: those that are addresses are not read.</summary>
    internal MediaFetch? Media { get; init; }

    /// <summary>Takes rejects; null: they lie in the primary sink's format.</summary>
    internal Sink? RejectsSink { get; init; }

    /// <summary>Takes dead letters; null: they lie in the primary sink's format.</summary>
    internal Sink? DeadLettersSink { get; init; }

    /// <summary>Operators that are asked again about rejects; empty in an ordinary run.</summary>
    internal IReadOnlySet<string> Rescored { get; init; } = new HashSet<string>();

    /// <summary>The operator that dead letters are tried at again; null in an ordinary run.</summary>
    internal string? Retried { get; init; }

    internal TimeProvider Time { get; }

    /// <summary>What is kept for people who look.</summary>
    internal RunWatch Watch { get; init; }

    /// <summary>What can be told to the plan while it runs.</summary>
    public RunControl Control { get; internal set; } = null!;

    /// <summary>The plan as a tree, for people and tools.</summary>
    public PlanOutline Outline() => PlanOutline.Of(this);

    /// <summary>Threads of each parallel stage.</summary>
    internal int Threads { get; init; }

    /// <summary>The part of the splits that this worker holds; null: all.</summary>
    internal SplitShard? Shard { get; init; }

    /// <summary>Disposes the operators alone: the sources go on in another plan.</summary>
    internal async ValueTask DisposeOperatorsAsync()
    {
        foreach (var node in Operators)
        {
            await node.Operator.DisposeAsync();
        }
    }

    internal static string RunIdOf(TopologySpec spec) => spec.Hash[..16];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in Sources)
        {
            await source.Source.DisposeAsync();
        }

        await DisposeOperatorsAsync();
        Media?.Dispose();
    }
}

/// <summary>A source with the line of its own steps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its operator.</param>
/// <param name="Once">The source, as it is read once.</param>
/// <param name="Source">What the run reads: the source, or several passes through it.</param>
/// <param name="Schema">Its columns.</param>
/// <param name="Line">Its own steps.</param>
internal sealed record PlannedSource(string Name, string Kind, Source Once, Source Source, RowSchema Schema, PlannedLine Line);

/// <summary>A chain of stages and forks.</summary>
/// <param name="Elements">In order.</param>
/// <param name="Output">The schema at its end.</param>
/// <param name="Sinks">The sinks in which it ends; empty where it goes on into a merge or join.</param>
internal sealed record PlannedLine(IReadOnlyList<PlannedElement> Elements, RowSchema Output, IReadOnlyList<int> Sinks);

/// <summary>A stage or fork.</summary>
internal abstract record PlannedElement;

/// <summary>Fused steps.</summary>
internal sealed record PlannedStage(IReadOnlyList<StageStep> Steps, StageKind Kind, int Threads) : PlannedElement
{
    /// <summary>Batches that a stage of several at once holds. What was fetched waits in memory, so no more than are fetched at once.</summary>
    public int Capacity => Kind == StageKind.Fetch ? Threads : 2 * Threads;
}

/// <summary>How a stage runs its steps.</summary>
internal enum StageKind
{
    /// <summary>Several batches at once.</summary>
    Parallel,

    /// <summary>One batch at a time.</summary>
    Serial,

    /// <summary>Media are fetched for the operators behind it, ahead of them, so that none of them waits for the network.</summary>
    Fetch,

    /// <summary>One operator, on batches that are formed anew for its device.</summary>
    Device,
}

/// <summary>A route or tee.</summary>
/// <param name="Name"><c>route</c> or <c>tee</c>.</param>
/// <param name="Branches">The branches; of a tee, the main line is not among them.</param>
/// <param name="Copies">Whether it is a tee.</param>
internal sealed record PlannedFork(string Name, IReadOnlyList<PlannedBranch> Branches, bool Copies) : PlannedElement;

/// <summary>A branch.</summary>
internal sealed record PlannedBranch(string Name, Predicate? When, PlannedLine Line);

/// <summary>A sink with the schema of what it gets.</summary>
internal sealed record PlannedSink(string Name, Sink Sink, RowSchema Schema);
