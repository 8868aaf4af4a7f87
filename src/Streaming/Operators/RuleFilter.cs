namespace Streaming.Operators;

/// <summary>A filter that finds out whether a sample stays and why not in one go: the first of its rules that the sample breaks is the reason.</summary>
public abstract class RuleFilter : Filter
{
    /// <inheritdoc/>
    protected abstract override Rejection? Judge(Sample sample);

    /// <inheritdoc/>
    protected sealed override bool Keep(Sample sample) => Judge(sample) is null;

    /// <inheritdoc/>
    protected sealed override Rejection Explain(Sample sample) => Judge(sample) ?? default;
}
