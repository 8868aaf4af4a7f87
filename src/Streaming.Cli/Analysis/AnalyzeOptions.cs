namespace Streaming.Cli.Analysis;

/// <summary>What <c>analyze</c> was asked for.</summary>
internal sealed record AnalyzeOptions
{
    public required IReadOnlyList<string> Paths { get; init; }

    public string? Epochs { get; init; }

    public IReadOnlyList<string> Against { get; init; } = [];

    public string? AgainstEpochs { get; init; }

    public string? Html { get; init; }

    public long Limit { get; init; } = long.MaxValue;

    public IReadOnlyList<string> Shares { get; init; } = [];

    public string? Embedding { get; init; }

    public string? Model { get; init; }

    public double Near { get; init; } = 0.7;

    /// <summary>Whether only the columns are looked at, which is all that a drift needs of the other dataset.</summary>
    public bool ColumnsOnly { get; init; }

    /// <summary>Whether there is another dataset to tell the drift from.</summary>
    public bool HasOther => Against.Count > 0 || AgainstEpochs is not null;
}
