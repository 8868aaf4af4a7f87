namespace Streaming.Telemetry;

/// <summary>How a run ended.</summary>
public sealed record RunReport
{
    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The pipeline's name.</summary>
    public required string Pipeline { get; init; }

    /// <summary>A hash of topology and seed: the same for every run of the same job.</summary>
    public required string RunId { get; init; }

    /// <summary>The primary table's folder.</summary>
    public required string Table { get; init; }

    /// <summary>The last snapshot.</summary>
    public required RunSnapshot Totals { get; init; }

    /// <summary>Set when it failed.</summary>
    public RunError? Error { get; init; }
}

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>Everything was read and committed.</summary>
    Completed,

    /// <summary>It was asked to stop, and drained.</summary>
    Interrupted,

    /// <summary>It stopped with an error; nothing uncommitted is visible.</summary>
    Failed,
}

/// <summary>The first fault of a run.</summary>
/// <param name="Code">snake_case: <c>operator_fault</c>, <c>source_fault</c>, <c>sink_fault</c>, <c>commit_fault</c>, <c>fenced</c>, <c>too_many_dead_letters</c>, <c>bad_input</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Operator">The operator, source or sink, where one is to blame.</param>
/// <param name="Split">The split, where known.</param>
/// <param name="Position">The position in it, where known.</param>
/// <param name="Exception">The exception itself.</param>
public sealed record RunError(string Code, string Message, string? Operator, string? Split, long? Position, Exception? Exception);
