namespace Streaming.Models.Generation;

/// <summary>How surprising a text is to a decoder.</summary>
/// <param name="Losses">The negative log likelihood of each id but the first, given all before.</param>
public sealed record TokenLosses(float[] Losses)
{
    /// <summary>Their mean; NaN where there is nothing to predict.</summary>
    public double Mean { get; } = Losses.Length == 0 ? double.NaN : Losses.Average(loss => (double)loss);

    /// <summary>The exponential of the mean.</summary>
    public double Perplexity => Math.Exp(Mean);
}
