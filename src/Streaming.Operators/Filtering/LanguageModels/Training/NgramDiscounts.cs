namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>What is taken off the counts 1, 2, and 3 and more of an order, for runs that were not met.</summary>
/// <param name="One">Off 1.</param>
/// <param name="Two">Off 2.</param>
/// <param name="More">Off 3 and more.</param>
/// <param name="IsAssumed">Whether there were too few runs to estimate it from.</param>
internal sealed record NgramDiscounts(double One, double Two, double More, bool IsAssumed)
{
    /// <summary>What is taken off a count.</summary>
    public double Of(long count) => count switch
    {
        <= 0 => 0,
        1 => One,
        2 => Two,
        _ => More,
    };

    /// <summary>
    /// The discounts of modified Kneser-Ney smoothing (Chen and Goodman 1998, equation 26) by how many runs have the counts 1 to 4: D<sub>k</sub> = k − (k + 1) · t<sub>1</sub> / (t<sub>1</sub> + 2
    /// t<sub>2</sub>) · t<sub>k+1</sub> / t<sub>k</sub>. Where that is no number between 0 and k they are ½, 1 and 1½, as KenLM's <c>--discount_fallback</c>.
    /// </summary>
    public static NgramDiscounts Of(ReadOnlySpan<long> runs)
    {
        var share = runs[0] / (runs[0] + (2d * runs[1]));
        Span<double> discounts = stackalloc double[3];
        for (var k = 1; k <= discounts.Length; k++)
        {
            discounts[k - 1] = k - ((k + 1) * share * runs[k] / runs[k - 1]);
            if (!(discounts[k - 1] >= 0 && discounts[k - 1] <= k))
            {
                return new(0.5, 1, 1.5, IsAssumed: true);
            }
        }

        return new(discounts[0], discounts[1], discounts[2], IsAssumed: false);
    }
}
