namespace Streaming.Runtime;

/// <summary>How to plan.</summary>
public sealed record PlanOptions
{
    /// <summary>Threads of each parallel stage, 1 or more; null: what the topology says, else the number of processors. The output does not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Writes every output below this folder instead of where the topology says: a folder per sink, <c>rejects</c> and <c>dead_letters</c>.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>The part of the input that this worker reads, all parts into the same tables; null: all of it.</summary>
    public SplitShard? Shard { get; init; }

    /// <summary>State keys of the topology that the plan is a part of; null: the plan's own.</summary>
    internal StateKeys? StateKeys { get; init; }

    /// <summary>Operators that are asked again about rejects: what they refuse again is not written a second time. Empty: this is an ordinary run.</summary>
    internal IReadOnlySet<string> Rescored { get; init; } = new HashSet<string>();

    /// <summary>The operator that dead letters are tried at again: what breaks it again is not written a second time. Null: this is an ordinary run.</summary>
    internal string? Retried { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
