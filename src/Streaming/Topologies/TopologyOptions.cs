using System.ComponentModel.DataAnnotations;
using Streaming.Fetching;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>The top level of a topology, without its sources, steps and sinks.</summary>
internal sealed record TopologyOptions
{
    /// <summary>The pipeline's name; prefix of the commit's application ids.</summary>
    [RegularExpression(TopologyNames.Pattern, ErrorMessage = TopologyNames.Message)]
    public required string Name { get; init; }

    /// <summary>Every random choice derives from it and from the sample's id.</summary>
    public ulong Seed { get; init; }

    /// <summary>The run's memory budget; by default half of what the machine or container allows.</summary>
    [Range(16 << 20, long.MaxValue)]
    public ByteSize? Memory { get; init; }

    /// <summary>Threads of each parallel stage; by default the number of processors. The output does not depend on it; <c>--threads</c> goes before it.</summary>
    [Range(1, 4096)]
    public int? Threads { get; init; }

    /// <summary>When an epoch ends: what is reached first.</summary>
    public EpochOptions Epoch { get; init; } = new();

    /// <summary>How sources are mixed; without it, batches are merged as they arrive.</summary>
    public MixOptions? Mix { get; init; }

    /// <summary>Media that samples name instead of holding their bytes; local files are read without it.</summary>
    public MediaOptions Media { get; init; } = new();

    /// <summary>What becomes of the losses that a trainer reports.</summary>
    public FeedbackOptions? Feedback { get; init; }

    /// <summary>Serves the primary table to trainers, and the run to people and programs, while it runs.</summary>
    public ServingOptions? Feed { get; init; }

    /// <summary>Where samples go that could not be processed.</summary>
    public DeadLetterOptions DeadLetters { get; init; } = new();
}

/// <summary>Media that samples name instead of holding their bytes.</summary>
internal sealed record MediaOptions
{
    /// <summary>Fetches those that are http(s) addresses. Without it they are dead letters of the operators that read them.</summary>
    public HttpMediaOptions? Http { get; init; }
}

/// <summary>When an epoch ends.</summary>
internal sealed record EpochOptions
{
    /// <summary>After this time; bounded sources ignore it, so that their borders are reproducible.</summary>
    [Range(0.001, 86400 * 365)]
    public TimeSpan? Every { get; init; }

    /// <summary>After so many samples read.</summary>
    [Range(1, long.MaxValue)]
    public long Samples { get; init; } = 100_000;

    /// <summary>After so many bytes of samples read.</summary>
    [Range(1, long.MaxValue)]
    public ByteSize Bytes { get; init; } = ByteSize.MiB(512);
}

/// <summary>How sources are mixed.</summary>
internal sealed record MixOptions
{
    /// <summary>A weight for every source. Without weights, sources count for what they hold: for what <c>sizes</c> says, or for their number of samples where the source knows it (Parquet).</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>What the weights count.</summary>
    public MixUnit Unit { get; init; } = MixUnit.Samples;

    /// <summary>Whether samples come in proportion to the weights, or one source after the other in the order in which they are named; then there are no weights, and every source must end.</summary>
    public MixOrder Order { get; init; }

    /// <summary>Weights are taken to the power of 1/temperature: 1 leaves them as they are, more evens them out.</summary>
    [Range(0.001, 1000)]
    public double Temperature { get; init; } = 1;

    /// <summary>Fixed shares of some sources, 0.2 being a fifth of all; the others share what is left by their weights. Temperature and <c>upsample</c> do not touch them.</summary>
    public IReadOnlyDictionary<string, double> Proportion { get; init; } = new Dictionary<string, double>();

    /// <summary>Some sources count for so many times their weight, and are read as often (rounded up) before they are exhausted, unless <c>epochs</c> says otherwise.</summary>
    public IReadOnlyDictionary<string, double> Upsample { get; init; } = new Dictionary<string, double>();

    /// <summary>What sources hold that have no weight, in any unit that is the same for all.</summary>
    public IReadOnlyDictionary<string, double> Sizes { get; init; } = new Dictionary<string, double>();

    /// <summary>How often some sources are read before they are exhausted; once by default. Ids of later passes end in <c>~2</c>, <c>~3</c>, ….</summary>
    public IReadOnlyDictionary<string, int> Epochs { get; init; } = new Dictionary<string, int>();

    /// <summary>What happens when a source is exhausted: the others share its part, the input ends, or it begins again until every source was exhausted once.</summary>
    public MixExhausted Exhausted { get; init; }

    /// <summary>Holds what a model wrote to a ratio.</summary>
    public SyntheticOptions? Synthetic { get; init; }
}

/// <summary>Holds what a model wrote to a ratio.</summary>
internal sealed record SyntheticOptions
{
    /// <summary>The sources of what a model wrote.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>At most so much synthetic for each original, in the mix's unit. Weights that ask for more are lowered; without originals the mix ends.</summary>
    [Range(0.0, 1000.0)]
    public required double MaxRatio { get; init; }
}

/// <summary>Where rejects go.</summary>
internal sealed record RejectOptions
{
    /// <summary>A table; by default <c>&lt;primary&gt;.rejects</c> beside the first sink. Instead of it a sink may be given, such as <c>kafka: { topic: rejects, … }</c>.</summary>
    [PathOption(IsOutput = true), MinLength(1)]
    public string? Path { get; init; }
}

/// <summary>Where dead letters go.</summary>
internal sealed record DeadLetterOptions
{
    /// <summary>A table; by default <c>&lt;primary&gt;.dead_letters</c> beside the first sink. Instead of it a sink may be given, such as <c>kafka: { topic: letters, … }</c>.</summary>
    [PathOption(IsOutput = true), MinLength(1)]
    public string? Path { get; init; }

    /// <summary>The run stops when dead letters exceed this share of the samples read.</summary>
    [Range(0.0, 1.0)]
    public double MaxRatio { get; init; } = 0.05;
}

/// <summary>What pipelines, sources, sinks and branches may be called: names become parts of ids and folders.</summary>
internal static class TopologyNames
{
    public const string Pattern = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$";
    public const string Message = "a name has letters, digits, '-', '_' and '.', 100 at most";

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 100 && name[0] is not ('-' or '.') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
