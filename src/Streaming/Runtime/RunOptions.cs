using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>How to run a plan.</summary>
public sealed record RunOptions
{
    /// <summary>Refuse unless the table is empty.</summary>
    public bool Fresh { get; init; }

    /// <summary>Unbounded sources: stop at what was there at the start.</summary>
    public bool StopAtEnd { get; init; }

    /// <summary>Drain after so many epochs, or null.</summary>
    public long? MaxEpochs { get; init; }

    /// <summary>Gets a snapshot about twice a second and at the end.</summary>
    public IProgress<RunSnapshot>? Progress { get; init; }

    /// <summary>Gets what operators warn of, each sentence once.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Waited for before an epoch begins, with the number that it will have if none before it stays empty; null: epochs follow each other at once. It decides when, never what: the output does not depend on it.</summary>
    public Func<long, CancellationToken, ValueTask>? BeforeEpoch { get; init; }

    /// <summary>The process is there for this run alone: its garbage is collected as soon as it outgrows the topology's <c>memory</c>.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
