namespace Streaming.Runtime;

/// <summary>A sample that passed an operator, as far as it is kept for people who look.</summary>
internal sealed record Example
{
    /// <summary>The sample's id; of a dead letter, that of its record.</summary>
    public required string Id { get; init; }

    /// <summary>Where it came from.</summary>
    public required SplitId Split { get; init; }

    /// <summary>Its position there.</summary>
    public required long Position { get; init; }

    /// <summary>The beginning of its text, or of its conversation; of a dead letter, of its payload.</summary>
    public required string Text { get; init; }

    /// <summary>Characters of the whole text; of a payload that is no text, its bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Figures, words and flags that scorers and filters computed, as many as are kept.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Stats { get; init; } = [];

    /// <summary>Why it was refused; of a dead letter, the error.</summary>
    public string? Reason { get; init; }

    /// <summary>The figure that failed.</summary>
    public double? Value { get; init; }

    /// <summary>What it was held against.</summary>
    public string? Threshold { get; init; }

    /// <summary>Its pictures, sounds and films, the first few.</summary>
    public IReadOnlyList<ExampleMedium> Media { get; init; } = [];
}

/// <summary>A medium of an example.</summary>
/// <param name="Kind"><c>image</c>, <c>audio</c> or <c>video</c>.</param>
/// <param name="Bytes">Its encoded bytes; null where it is too large to be kept, or lies elsewhere.</param>
/// <param name="Size">How many there are; 0 where it lies elsewhere.</param>
internal sealed record ExampleMedium(string Kind, byte[]? Bytes, long Size);

/// <summary>What became of a sample at an operator.</summary>
internal enum Outcome
{
    /// <summary>It goes on.</summary>
    Kept,

    /// <summary>It was refused.</summary>
    Rejected,

    /// <summary>It broke the operator.</summary>
    DeadLettered,
}
