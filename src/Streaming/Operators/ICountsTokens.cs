namespace Streaming.Operators;

/// <summary>An operator that can say how many tokens a sample has: a mix of tokens counts with its tokenizer. Called after the operator was opened, from any thread.</summary>
public interface ICountsTokens
{
    /// <summary>The tokens of a sample; 0 where it cannot be tokenised.</summary>
    long CountTokens(Sample sample);
}
