using Streaming.Fetching;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>A topology as its file says it: read, substituted and bound to options, but nothing opened yet.</summary>
public sealed record TopologySpec
{
    /// <summary>The pipeline's name; prefix of the commit's application ids.</summary>
    public required string Name { get; init; }

    /// <summary>The file it was read from, for messages.</summary>
    public required string File { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>A hash of everything that decides the output (environment substituted, <c>memory</c> and paths of sinks left out): 32 hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What it was read from, kept with the table so that epochs can be replayed; null for a topology made in code.</summary>
    public TopologyText? Text { get; init; }

    /// <summary>Every random choice derives from it and the sample's id.</summary>
    public ulong Seed { get; init; }

    /// <summary>The run's memory budget; null: half of what the machine or container allows.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Threads of each parallel stage; null: the number of processors.</summary>
    public int? Threads { get; init; }

    /// <summary>When an epoch ends.</summary>
    public EpochSpec Epoch { get; init; } = new();

    /// <summary>The sources, in file order.</summary>
    public required IReadOnlyList<SourceSpec> Sources { get; init; }

    /// <summary>How sources are mixed; null: merged.</summary>
    public MixSpec? Mix { get; init; }

    /// <summary>What becomes of a trainer's losses; null: they are kept until somebody acts.</summary>
    public FeedbackOptions? Feedback { get; init; }

    /// <summary>Serves the primary table, and the run itself, while it runs; null: nothing is served.</summary>
    public ServingOptions? Feed { get; init; }

    /// <summary>The steps after the mix.</summary>
    public required IReadOnlyList<StepSpec> Steps { get; init; }

    /// <summary>The sinks, the primary one first.</summary>
    public required IReadOnlyList<SinkSpec> Sinks { get; init; }

    /// <summary>How media that are http(s) addresses are fetched; null: they are not.</summary>
    public HttpMediaOptions? HttpMedia { get; init; }

    /// <summary>Where rejects go; null: they are dropped (counted all the same).</summary>
    public string? RejectsPath { get; init; }

    /// <summary>The sink that takes rejects; null: a table in the primary one's format.</summary>
    public OperatorSpec? RejectsSink { get; init; }

    /// <summary>Where dead letters go.</summary>
    public required string DeadLettersPath { get; init; }

    /// <summary>The sink that takes dead letters; null: a table in the primary one's format.</summary>
    public OperatorSpec? DeadLettersSink { get; init; }

    /// <summary>The run stops when dead letters exceed this share of the samples read (checked from 1,000 samples on, and at the end).</summary>
    public double MaxDeadLetterRatio { get; init; } = 0.05;
}

/// <summary>A topology as it was written.</summary>
/// <param name="Yaml">The file's text; environment variables stay names, so that no secret is kept.</param>
/// <param name="Overrides">The <c>--set</c>s.</param>
/// <param name="BaseFolder">The folder that relative paths start from.</param>
public sealed record TopologyText(string Yaml, IReadOnlyList<string> Overrides, string BaseFolder);

/// <summary>When an epoch ends: what is reached first.</summary>
/// <param name="Every">Time; bounded sources ignore it.</param>
/// <param name="Samples">Samples read.</param>
/// <param name="Bytes">Bytes of samples read (<see cref="Sample.EstimateBytes"/>).</param>
public sealed record EpochSpec(TimeSpan? Every = null, long Samples = 100_000, ByteSize Bytes = default)
{
    /// <summary>The limit in bytes; 512 MiB by default.</summary>
    public long MaxBytes => Bytes.Bytes > 0 ? Bytes.Bytes : 512L << 20;
}

/// <summary>How sources are mixed.</summary>
/// <param name="Weights">Weight per source name, all positive; none where sources come in sequence.</param>
/// <param name="Unit">What the weights count.</param>
/// <param name="Order">Whether weights decide.</param>
public sealed record MixSpec(IReadOnlyDictionary<string, double> Weights, MixUnit Unit, MixOrder Order = MixOrder.Weights)
{
    /// <summary>Weights are taken to the power of one over it.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Fixed shares of some sources; the others share what is left.</summary>
    public IReadOnlyDictionary<string, double> Proportion { get; init; } = new Dictionary<string, double>();

    /// <summary>By how much some sources count for more than their weight says.</summary>
    public IReadOnlyDictionary<string, double> Upsample { get; init; } = new Dictionary<string, double>();

    /// <summary>What sources hold that have no weight.</summary>
    public IReadOnlyDictionary<string, double> Sizes { get; init; } = new Dictionary<string, double>();

    /// <summary>How often some sources are read.</summary>
    public IReadOnlyDictionary<string, int> Epochs { get; init; } = new Dictionary<string, int>();

    /// <summary>What happens when a source has nothing more to give.</summary>
    public MixExhausted Exhausted { get; init; }

    /// <summary>Holds synthetic sources to a ratio; null: nothing does.</summary>
    public SyntheticBound? Synthetic { get; init; }

    /// <summary>How often a source is read before it has nothing more to give.</summary>
    public int EpochsOf(string source) => Epochs.TryGetValue(source, out var passes) ? passes : Math.Max(1, (int)Math.Ceiling(Upsample.GetValueOrDefault(source, 1)));
}

/// <summary>What happens when a source of a mix has nothing more to give.</summary>
public enum MixExhausted
{
    /// <summary>The others share its part, each in proportion to its own.</summary>
    Renormalise,

    /// <summary>The input ends.</summary>
    Stop,

    /// <summary>It begins again, until every source has given all it has.</summary>
    Repeat,
}

/// <summary>How much a model may have written of what is mixed.</summary>
/// <param name="Sources">The sources of what a model wrote.</param>
/// <param name="MaxRatio">At most so much synthetic for each original, in the mix's unit.</param>
public sealed record SyntheticBound(IReadOnlyList<string> Sources, double MaxRatio);

/// <summary>What decides which source comes next.</summary>
public enum MixOrder
{
    /// <summary>The weights.</summary>
    Weights,

    /// <summary>The order in which sources are named: each to its end.</summary>
    Sequence,
}

/// <summary>What a mix counts.</summary>
public enum MixUnit
{
    /// <summary>Samples.</summary>
    Samples,

    /// <summary>Tokens (of the topology's packer; without one, whitespace-separated words).</summary>
    Tokens,

    /// <summary>Bytes of UTF-8 text and media.</summary>
    Bytes,
}

/// <summary>A place in the file, 1-based.</summary>
public readonly record struct Mark(int Line, int Column);

/// <summary>An operator, source or sink with its options bound and validated.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Implementation">Its class, as the catalogue found it.</param>
/// <param name="Options">Its options record, or null where it has none.</param>
/// <param name="Where">Where the file names it.</param>
public sealed record OperatorSpec(string Name, Type Implementation, object? Options, Mark Where)
{
    /// <summary>Makes the instance.</summary>
    public object Create() => Options is null ? Activator.CreateInstance(Implementation)! : Activator.CreateInstance(Implementation, Options)!;
}

/// <summary>A source with the steps of its own.</summary>
/// <param name="Name">Its name: the first part of its splits' ids.</param>
/// <param name="Source">The source.</param>
/// <param name="Steps">Steps of this source alone, before it is mixed.</param>
public sealed record SourceSpec(string Name, OperatorSpec Source, IReadOnlyList<StepSpec> Steps);

/// <summary>A sink.</summary>
/// <param name="Name">Its name, which routes and tees use.</param>
/// <param name="Sink">The sink.</param>
public sealed record SinkSpec(string Name, OperatorSpec Sink);

/// <summary>A step: an operator, a route or a tee.</summary>
public abstract record StepSpec(Mark Where);

/// <summary>An operator.</summary>
public sealed record OperatorStep(OperatorSpec Operator) : StepSpec(Operator.Where);

/// <summary>Sends each sample down the first branch whose predicate holds, or the default branch. Branches without a sink join again, in order.</summary>
/// <param name="Branches">The branches; exactly one, the default, has no predicate.</param>
/// <param name="Where">Where the file names it.</param>
public sealed record RouteStep(IReadOnlyList<BranchSpec> Branches, Mark Where) : StepSpec(Where);

/// <summary>Sends a copy of each sample down every branch; the samples themselves go on. Every branch ends in a sink.</summary>
/// <param name="Branches">The branches.</param>
/// <param name="Where">Where the file names it.</param>
public sealed record TeeStep(IReadOnlyList<BranchSpec> Branches, Mark Where) : StepSpec(Where);

/// <summary>A branch of a route or tee.</summary>
/// <param name="Name">Its name.</param>
/// <param name="When">A predicate such as <c>text_len &gt;= 1000</c>, over a member, a column or a stat (dotted path); null for the default.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="To">The sink in which it ends; null: it joins the main line again.</param>
public sealed record BranchSpec(string Name, Predicate? When, IReadOnlyList<StepSpec> Steps, string? To);
