using Streaming.Operators.Filtering.LanguageModels;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples whose perplexity under an n-gram model of SentencePiece pieces lies between <c>min_ppl</c> and <c>max_ppl</c>, rounded to one decimal. The model is an
/// ARPA file, <c>&lt;lang&gt;.arpa.bin</c>, <c>&lt;lang&gt;.arpa</c> or <c>&lt;lang&gt;.arpa.gz</c> in the folder of models, with <c>&lt;lang&gt;.sp.model</c> beside it.
/// </summary>
[Operator("perplexity_filter", Example = "{ lang: en, max_ppl: 1500 }")]
internal sealed class PerplexityFilter(PerplexityFilterOptions options) : RatioFilter("perplexity", options.Interval)
{
    private PieceSplitter? _pieces;
    private NgramModel? _model;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _pieces = PieceSplitter.ForLanguage(options.Lang);
        string[] names = [$"{options.Lang}.arpa.bin", $"{options.Lang}.arpa", $"{options.Lang}.arpa.gz"];
        _model = NgramModel.Read(names.Select(ModelPath.Find).FirstOrDefault(path => path is not null) ?? ModelPath.Resolve(names[1]));
        return ValueTask.CompletedTask;
    }

    protected override double Ratio(Sample sample)
    {
        var (score, length) = (0d, 0L);
        foreach (var line in new PythonLines(string.Join(' ', _pieces!.Split(sample.Text))))
        {
            score += _model!.Score(line);
            length += PythonText.CountFields(line) + 1;
        }

        return length == 0 ? 0 : Math.Round(Math.Pow(10, -score / length), 1, MidpointRounding.ToEven);
    }
}

/// <summary>Options of <c>perplexity_filter</c>.</summary>
internal sealed record PerplexityFilterOptions : RangeFilterOptions
{
    /// <summary>The language of the models.</summary>
    public string Lang { get; init; } = "en";

    /// <summary>The smallest perplexity to keep.</summary>
    public double MinPpl { get; init; }

    /// <summary>The largest perplexity to keep.</summary>
    public double MaxPpl { get; init; } = 1500;

    internal Interval Interval => Between(MinPpl, MaxPpl);
}
