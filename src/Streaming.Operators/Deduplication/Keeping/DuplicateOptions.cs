using Streaming.Operators.Deduplication.Stores;

namespace Streaming.Operators.Deduplication.Keeping;

/// <summary>Options of deduplicators that keep one sample of each group, and know samples by keys.</summary>
internal abstract record DuplicateOptions : KeyStoreOptions, IKeepOptions
{
    /// <summary>
    /// Which one of a group of duplicates stays: <c>first</c>, the first one seen; <c>best</c>, of those that come in one epoch the one with the highest <c>quality</c> (the first of several). What an earlier
    /// epoch, or a table of <c>against</c>, has seen goes in both cases.
    /// </summary>
    public KeepPolicy Keep { get; init; } = KeepPolicy.First;

    /// <summary>For <c>keep: best</c>: the field that says how good a sample is, as a dotted path (<c>__dj__stats__.quality</c>, a column; of a text its length counts). Without a number a sample is the worst.</summary>
    public string? Quality { get; init; }

    /// <summary>For <c>keep: best</c>: whether the lowest value is the best (perplexity).</summary>
    public bool KeepLowest { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) => base.Validate(baseFolder).Concat(((IKeepOptions)this).KeepProblems());
}
