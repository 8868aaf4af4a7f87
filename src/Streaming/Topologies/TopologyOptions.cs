using System.ComponentModel.DataAnnotations;
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

    /// <summary>Where samples go that could not be processed.</summary>
    public DeadLetterOptions DeadLetters { get; init; } = new();
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
    /// <summary>A weight for every source.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>What the weights count.</summary>
    public MixUnit Unit { get; init; } = MixUnit.Samples;

    /// <summary>Whether samples come in proportion to the weights, or one source after the other in the order in which they are named; then there are no weights, and every source must end.</summary>
    public MixOrder Order { get; init; }
}

/// <summary>Where rejects go.</summary>
internal sealed record RejectOptions
{
    /// <summary>A table; by default <c>&lt;primary&gt;.rejects</c> beside the first sink. Instead of it a sink may be given, such as <c>kafka: { topic: rejects, … }</c>.</summary>
    [PathOption, MinLength(1)]
    public string? Path { get; init; }
}

/// <summary>Where dead letters go.</summary>
internal sealed record DeadLetterOptions
{
    /// <summary>A table; by default <c>&lt;primary&gt;.dead_letters</c> beside the first sink. Instead of it a sink may be given, such as <c>kafka: { topic: letters, … }</c>.</summary>
    [PathOption, MinLength(1)]
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
