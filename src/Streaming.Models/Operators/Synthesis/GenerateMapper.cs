using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>
/// Has a model write a column from any prompt over other columns; with a <c>response_schema</c> the answer is JSON, and each of its fields a column. What does not meet its schema or its
/// check is rejected, with the text.
/// </summary>
[Operator("generate_mapper", Example = """{ endpoint: "http://127.0.0.1:8000/v1", model: qwen3, prompt: "Write a title for this text.\n\n{text}", into: title }""")]
internal sealed class GenerateMapper : SynthesisOperator, IReadsMedia
{
    private readonly GenerateMapperOptions _options;
    private readonly PromptTemplate _system;
    private readonly PromptTemplate _prompt;
    private readonly ResponseSchema? _schema;
    private readonly BoundedPattern? _check;

    public GenerateMapper(GenerateMapperOptions options) : base(options)
    {
        _options = options;
        (_system, _prompt) = (new("system_prompt", options.SystemPrompt), new("prompt", options.Prompt));
        _schema = options.ResponseSchema.Count > 0 ? new(options.ResponseSchema) : null;
        _check = options.MustMatch.Length > 0 ? new("must_match", options.MustMatch) : null;
    }

    public IEnumerable<Media> MediaOf(Sample sample) => _options.WithImages ? sample.Images : [];

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SampleText.Check(input, "prompt", _prompt.Places.Concat(_system.Places));
        return (_schema?.Columns ?? [new Column(_options.Into, ColumnType.String)]).Aggregate(input, (schema, column) => schema.With(column));
    }

    protected override IReadOnlyList<Question> Ask(Sample sample)
    {
        var system = _system.Fill(name => SampleText.Of(sample, name));
        var prompt = _prompt.Fill(name => SampleText.Of(sample, name));
        return
        [
            new()
            {
                Turns = Question.Ask(system, _schema is null ? prompt : $"{prompt}\n\n{_schema.Instruction}"),
                Images = _options.WithImages ? [.. sample.Images.Select(MediaFiles.Read)] : [],
                Schema = _schema?.Json,
                Read = Read,
            },
        ];
    }

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        if (_schema is null)
        {
            SampleText.Set(sample, _options.Into, answers[0]);
        }
        else
        {
            foreach (var (column, value) in _schema.Columns.Zip((object?[])answers[0]))
            {
                SampleText.Set(sample, column.Name, value);
            }
        }

        outcome.Keep(sample);
    }

    private object Read(string text)
    {
        if (_check?.Match(text) is { Success: false })
        {
            throw new AnswerException($"It does not match {_options.MustMatch}.");
        }

        return _schema is null ? text.Trim() is { Length: > 0 } trimmed ? trimmed : throw new AnswerException("It is empty.") : _schema.Read(text);
    }
}

/// <summary>Options of <c>generate_mapper</c>.</summary>
internal sealed record GenerateMapperOptions : SynthesisOptions, IValidatesOptions
{
    /// <summary>What the model is asked, with columns and stats in braces: <c>{text}</c>, <c>{__dj__stats__.lang}</c>; <c>{{</c> and <c>}}</c> are braces.</summary>
    [Required, MinLength(1)]
    public string Prompt { get; init; } = "";

    /// <summary>What it is told before, with columns in braces too; empty: nothing.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>The column that the answer becomes; of no meaning with a <c>response_schema</c>, whose fields are columns.</summary>
    [MinLength(1)]
    public string Into { get; init; } = KnownColumns.Text;

    /// <summary>The fields of an answer in JSON with their types: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, a list (<c>string[]</c>), a few words (<c>yes|no</c>), a range (<c>integer 1..5</c>). Empty: the answer is a text.</summary>
    public IReadOnlyDictionary<string, string> ResponseSchema { get; init; } = new Dictionary<string, string>();

    /// <summary>A regular expression that the answer must match somewhere; empty: any.</summary>
    public string MustMatch { get; init; } = "";

    /// <summary>Whether the sample's pictures are shown too.</summary>
    public bool WithImages { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
        [.. base.Validate(baseFolder), .. OptionCheck.Of("prompt", () => new PromptTemplate("prompt", Prompt)), .. OptionCheck.Of("system_prompt", () => new PromptTemplate("system_prompt", SystemPrompt)),
            .. OptionCheck.Of("response_schema", () => new ResponseSchema(ResponseSchema)), .. OptionCheck.Of("must_match", () => new BoundedPattern("must_match", MustMatch))];
}
