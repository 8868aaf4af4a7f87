using Streaming.Operators.Filtering.LanguageModels;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples whose perplexity under an n-gram model of SentencePiece pieces lies between <c>min_ppl</c> and <c>max_ppl</c>, rounded to one decimal. The model is an
/// ARPA file, <c>&lt;lang&gt;.arpa.bin</c>, <c>&lt;lang&gt;.arpa</c> or <c>&lt;lang&gt;.arpa.gz</c> in the folder of models, with <c>&lt;lang&gt;.sp.model</c> beside it; or what
/// <c>model</c> and <c>tokenizer</c> name. <c>streaming train-ngram</c> makes one of your own texts.
/// </summary>
[Operator("perplexity_filter", Example = "{ lang: en, max_ppl: 1500 }")]
internal sealed class PerplexityFilter(PerplexityFilterOptions options) : RatioFilter("perplexity", options.Interval)
{
    private ModelLines? _lines;
    private NgramModel? _model;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _lines = ModelLines.With(options.Tokenizer ?? $"{options.Lang}.sp.model");
        string[] names = [$"{options.Lang}.arpa.bin", $"{options.Lang}.arpa", $"{options.Lang}.arpa.gz"];
        _model = NgramModel.Read(options.Model ?? names.Select(ModelPath.Find).FirstOrDefault(path => path is not null) ?? ModelPath.Resolve(names[1]));
        return ValueTask.CompletedTask;
    }

    protected override double Ratio(Sample sample)
    {
        var (score, length) = (0d, 0L);
        foreach (var line in _lines!.Of(sample.Text))
        {
            score += _model!.Score(line);
            length += PythonText.CountFields(line) + 1;
        }

        return length == 0 ? 0 : Math.Round(Math.Pow(10, -score / length), 1, MidpointRounding.ToEven);
    }
}

/// <summary>Options of <c>perplexity_filter</c>.</summary>
internal sealed record PerplexityFilterOptions : RangeFilterOptions, IValidatesOptions
{
    /// <summary>The language of the models.</summary>
    public string Lang { get; init; } = "en";

    /// <summary>An ARPA file, plain or compressed by gzip; by default the language's in the folder of models.</summary>
    [PathOption]
    public string? Model { get; init; }

    /// <summary>The tokenizer that the model was trained with: a SentencePiece model or <c>tokenizer.json</c>, or <c>none</c> where words are what stands between white space. By default the language's.</summary>
    [PathOption(ModelLines.NoTokenizer, OrName = true)]
    public string? Tokenizer { get; init; }

    /// <summary>The smallest perplexity to keep.</summary>
    public double MinPpl { get; init; }

    /// <summary>The largest perplexity to keep.</summary>
    public double MaxPpl { get; init; } = 1500;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (ModelPath.Missing(Model, baseFolder) is { } missing)
        {
            yield return new("model", missing);
        }
    }

    internal Interval Interval => Between(MinPpl, MaxPpl);
}
