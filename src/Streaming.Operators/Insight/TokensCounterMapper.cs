using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;
using Streaming.Tokenizers;

namespace Streaming.Operators.Insight;

/// <summary>Counts the tokens of each text into the column <c>token_count</c>, those that the tokenizer adds by itself included, as datatrove's TokensCounter.</summary>
[Operator("tokens_counter_mapper", Example = "{ tokenizer_name_or_path: models/tokenizer }")]
internal sealed class TokensCounterMapper(TokensCounterMapperOptions options) : Mapper
{
    private const string Column = "token_count";

    private ITokenizer? _tokenizer;

    public override RowSchema Describe(RowSchema input) => input.With(new(Column, ColumnType.Int64));

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _tokenizer = ModelPath.LoadTokenizer(options.TokenizerNameOrPath);
        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample) => sample.Meta[Column] = _tokenizer!.Count(sample.Text, addSpecialTokens: true) + (options.CountEosToken ? 1L : 0);
}

/// <summary>Options of <c>tokens_counter_mapper</c>.</summary>
internal sealed record TokensCounterMapperOptions : IValidatesOptions
{
    /// <summary>A tokenizer: a folder with <c>tokenizer.json</c>, or that file, or the hub's name of one below the folder of models (<c>DATA_JUICER_EXTERNAL_MODELS_HOME</c>).</summary>
    [PathOption]
    public string TokenizerNameOrPath { get; init; } = "gpt2";

    /// <summary>Counts one more for the end of the text.</summary>
    public bool CountEosToken { get; init; }

    /// <summary>Accepted, without effect: texts are counted one by one.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 10_000;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (ModelPath.Find(TokenizerNameOrPath) is null)
        {
            yield return new("tokenizer_name_or_path", $"there is no tokenizer '{TokenizerNameOrPath}' (looked there and below {ModelPath.HomeVariable}): give the path of a folder with tokenizer.json");
        }
    }
}
