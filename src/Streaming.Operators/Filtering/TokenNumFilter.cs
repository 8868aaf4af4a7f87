using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;
using Streaming.Tokenizers;

namespace Streaming.Operators.Filtering;

/// <summary>Keeps samples whose text has between <c>min_num</c> and <c>max_num</c> tokens of a tokenizer, special tokens that it would add left out.</summary>
[Operator("token_num_filter", Example = "{ hf_tokenizer: models/tokenizer, min_num: 20, max_num: 4k }")]
internal sealed class TokenNumFilter(TokenNumFilterOptions options) : CountFilter("num_token", options.Interval)
{
    private ITokenizer? _tokenizer;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _tokenizer = ModelPath.LoadTokenizer(options.HfTokenizer);
        return ValueTask.CompletedTask;
    }

    protected override long Count(Sample sample) => _tokenizer!.Count(sample.Text);
}

/// <summary>Options of <c>token_num_filter</c>.</summary>
internal sealed record TokenNumFilterOptions : RangeFilterOptions, IValidatesOptions
{
    /// <summary>A tokenizer: a folder with <c>tokenizer.json</c>, or that file, or the hub's name of one below the folder of models (<c>DATA_JUICER_EXTERNAL_MODELS_HOME</c>).</summary>
    [PathOption, Required]
    public string HfTokenizer { get; init; } = "EleutherAI/pythia-6.9b-deduped";

    /// <summary>The fewest tokens to keep.</summary>
    [Range(0L, long.MaxValue)]
    public long MinNum { get; init; } = 10;

    /// <summary>The most tokens to keep.</summary>
    [Range(0L, long.MaxValue)]
    public long MaxNum { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinNum, MaxNum);

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (ModelPath.Find(HfTokenizer) is null)
        {
            yield return new("hf_tokenizer", $"there is no tokenizer '{HfTokenizer}' (looked there and below {ModelPath.HomeVariable}): give the path of a folder with tokenizer.json");
        }
    }
}
