namespace Streaming.Runtime;

/// <summary>How to plan.</summary>
public sealed record PlanOptions
{
    /// <summary>Threads of each parallel stage, 1 or more; null: the number of processors. The output does not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Writes every output below this folder instead of where the topology says: a folder per sink, <c>rejects</c> and <c>dead_letters</c>.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
