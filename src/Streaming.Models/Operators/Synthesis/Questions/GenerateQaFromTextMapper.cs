using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Has a model write questions with their answers from texts: a sample for each pair, with the columns <c>query</c> and <c>response</c>. A text of which no pair comes is a reject.</summary>
[Operator("generate_qa_from_text_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, max_num: 3 }")]
internal sealed class GenerateQaFromTextMapper(GenerateQaFromTextOptions options) : SynthesisOperator(options)
{
    private readonly BoundedPattern _pattern = new("output_pattern", options.OutputPattern);

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.With(new(options.QueryKey, ColumnType.String)).With(new(options.ResponseKey, ColumnType.String));
    }

    protected override IReadOnlyList<Question> Ask(Sample sample) => [new() { Turns = Question.Ask(options.SystemPrompt, sample.Text), Read = Pairs }];

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var number = 0;
        foreach (var (query, response) in (List<(string, string)>)answers[0])
        {
            var made = Derived.Of(sample, number++);
            SampleText.Set(made, options.QueryKey, query);
            SampleText.Set(made, options.ResponseKey, response);
            outcome.Keep(made);
        }
    }

    private List<(string, string)> Pairs(string text)
    {
        var pairs = _pattern.Matches(text).Select(match => (match.Groups[1].Value.Trim(), match.Groups[2].Value.Trim())).Take(options.MaxNum ?? int.MaxValue).ToList();
        return pairs.Count > 0 ? pairs : throw new AnswerException("It holds no question and answer in the form that was asked for.");
    }
}

/// <summary>Options of <c>generate_qa_from_text_mapper</c>.</summary>
internal sealed record GenerateQaFromTextOptions : DataJuicerOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>.</summary>
    [PathOption(OrName = true)]
    public string HfModel { get; init; } = "alibaba-pai/pai-qwen1_5-7b-doc2qa";

    /// <summary>The most pairs of one text; null: all.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxNum { get; init; }

    /// <summary>A regular expression whose two groups are a question and its answer.</summary>
    [MinLength(1)]
    public string OutputPattern { get; init; } = "Human:(.*?)Assistant:(.*?)(?=Human|$)";

    /// <summary>What the model is told to do; empty for a model that was trained to do nothing else.</summary>
    public string SystemPrompt { get; init; } =
        "You read a text and write questions that it answers, each with its answer by what the text says. Write nothing but pairs in this form:\nHuman: a question\nAssistant: its answer";

    /// <summary>The column of questions.</summary>
    public string QueryKey { get; init; } = "query";

    /// <summary>The column of answers.</summary>
    public string ResponseKey { get; init; } = "response";

    internal override string NamedModel => HfModel;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) => [.. base.Validate(baseFolder), .. OptionCheck.Of("output_pattern", () => new BoundedPattern("output_pattern", OutputPattern))];
}
