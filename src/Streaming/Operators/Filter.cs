namespace Streaming.Operators;

/// <summary>Keeps or rejects each sample by a test; the reason is put into words for those that are rejected only.</summary>
public abstract class Filter : RuleFilter
{
    /// <inheritdoc/>
    protected sealed override Rejection? Judge(Sample sample) => Keep(sample) ? null : Explain(sample);

    /// <summary>Whether the sample stays. Figures that it needs are kept in <see cref="Sample.Stats"/>.</summary>
    protected abstract bool Keep(Sample sample);

    /// <summary>Why the sample that was just refused did not stay.</summary>
    protected abstract Rejection Explain(Sample sample);
}
