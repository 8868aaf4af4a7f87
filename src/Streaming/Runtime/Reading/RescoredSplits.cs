namespace Streaming.Runtime;

/// <summary>The splits of rejects that are asked again, and of dead letters that are tried again. They are never in the hand of an ordinary run, which would take over, or drop, what a re-scoring beside it holds of them.</summary>
internal static class RescoredSplits
{
    private const string Prefix = "rescore:";
    private const string RetryPrefix = "retry:";

    /// <summary>The source of an operator's rejects.</summary>
    public static string SourceOf(string @operator) => Prefix + @operator;

    /// <summary>The source of an operator's dead letters.</summary>
    public static string RetriedSourceOf(string @operator) => RetryPrefix + @operator;

    /// <summary>Whether a split is one of them.</summary>
    public static bool Is(SplitId split) => split.Source.StartsWith(Prefix, StringComparison.Ordinal) || split.Source.StartsWith(RetryPrefix, StringComparison.Ordinal);
}
