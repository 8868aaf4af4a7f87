using Streaming.Operators.Text;
using Streaming.Tokenizers;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples whose share of letters and numbers lies between <c>min_ratio</c> and <c>max_ratio</c>; with <c>tokenization</c> it is the number of
/// letters for each token of a tokenizer.
/// </summary>
[Operator("alphanumeric_filter", Example = "{ min_ratio: 0.6 }")]
internal sealed class AlphanumericFilter(AlphanumericFilterOptions options)
    : RatioFilter(options.Tokenization ? "alpha_token_ratio" : "alnum_ratio", options.Interval)
{
    // The model that Data-Juicer counts tokens with; its recipes have no parameter for another.
    private const string Model = "EleutherAI/pythia-6.9b-deduped";

    private ITokenizer? _tokenizer;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _tokenizer = options.Tokenization ? ModelPath.LoadTokenizer(Model) : null;
        return ValueTask.CompletedTask;
    }

    protected override double Ratio(Sample sample) => _tokenizer is null
        ? Quotient(PythonText.Alphanumeric.Count(sample.Text), CodePoints.Count(sample.Text))
        : Quotient(PythonText.Alphabetic.Count(sample.Text), _tokenizer.Count(sample.Text));
}

/// <summary>Options of <c>alphanumeric_filter</c>.</summary>
internal sealed record AlphanumericFilterOptions : RangeFilterOptions
{
    /// <summary>Divides the number of letters by the number of tokens instead of letters and numbers by characters.</summary>
    public bool Tokenization { get; init; }

    /// <summary>The smallest ratio to keep.</summary>
    public double MinRatio { get; init; } = 0.25;

    /// <summary>The largest ratio to keep.</summary>
    public double MaxRatio { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinRatio, MaxRatio);
}
