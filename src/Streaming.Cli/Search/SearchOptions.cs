using Streaming.Topologies;

namespace Streaming.Cli.Search;

/// <summary>What <c>search</c> was asked for.</summary>
internal sealed record SearchOptions
{
    public required string Path { get; init; }

    /// <summary>The words, or the text whose neighbours are wanted.</summary>
    public required string Query { get; init; }

    public int Top { get; init; } = 10;

    /// <summary>Conditions on columns: all must hold.</summary>
    public IReadOnlyList<Predicate> Where { get; init; } = [];

    /// <summary>The column with the vectors of the samples.</summary>
    public string? Embedding { get; init; }

    /// <summary>The model that makes the query's vector, and those of the texts where no column has them.</summary>
    public string? Model { get; init; }

    /// <summary>The id of a sample whose neighbours are wanted; the query is not used then.</summary>
    public string? Like { get; init; }

    /// <summary>Whether vectors decide, not words.</summary>
    public bool IsByVector => Embedding is not null || Model is not null;
}
