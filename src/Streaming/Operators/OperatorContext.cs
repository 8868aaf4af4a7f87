namespace Streaming.Operators;

/// <summary>What an operator gets from the run, once, before its first batch.</summary>
public sealed class OperatorContext
{
    /// <summary>The pipeline's name: the same for all its workers and runs.</summary>
    public string Pipeline { get; init; } = "";

    /// <summary>The operator's name in the topology.</summary>
    public required string Name { get; init; }

    /// <summary>The run's seed mixed with the operator's place: every random choice derives from it and the sample's id.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The schema that the operator receives.</summary>
    public required RowSchema Input { get; init; }

    /// <summary>The operator's account with the memory budget.</summary>
    public required IMemoryAccount Memory { get; init; }

    /// <summary>An empty folder of the operator's own for spilling, deleted at the end of the run. Made on first use.</summary>
    public required Func<string> ScratchFolder { get; init; }

    /// <summary>The folder of what may be kept from run to run and can be made again (generations that were paid for), shared by all operators; null where the run has none. It may not exist yet.</summary>
    public string? KeptFolder { get; init; }

    /// <summary>Takes what the user should know and can live with, as a sentence. The same sentence is told once.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
