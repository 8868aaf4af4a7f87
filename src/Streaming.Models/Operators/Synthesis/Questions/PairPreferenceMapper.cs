using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Has a model write a worse answer beside each answer, and why it is worse, for preference training: the columns <c>rejected_response</c> and <c>reason</c>.</summary>
[Operator("pair_preference_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class PairPreferenceMapper(PairPreferenceOptions options) : SynthesisOperator(options)
{
    private readonly PromptTemplate _input = new("input_template", options.InputTemplate);
    private readonly BoundedPattern _pattern = new("output_pattern", options.OutputPattern);

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SampleText.Check(input, "query_key, response_key", [options.QueryKey, options.ResponseKey]);
        return input.With(new(options.RejectedKey, ColumnType.String)).With(new(options.ReasonKey, ColumnType.String));
    }

    protected override IReadOnlyList<Question> Ask(Sample sample)
    {
        var prompt = _input.Fill(("query", SampleText.Of(sample, options.QueryKey)), ("response", SampleText.Of(sample, options.ResponseKey)), ("reference", sample.Text));
        return [new() { Turns = Question.Ask(options.SystemPrompt, prompt), Read = Read }];
    }

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var (rejected, reason) = ((string, string))answers[0];
        SampleText.Set(sample, options.RejectedKey, rejected);
        SampleText.Set(sample, options.ReasonKey, reason);
        outcome.Keep(sample);
    }

    private object Read(string text)
    {
        var match = _pattern.Match(text);
        var (rejected, reason) = (match.Groups[1].Value.Trim(), match.Groups[2].Value.Trim());
        return rejected.Length > 0 && reason.Length > 0 ? (rejected, reason) : throw new AnswerException("It has no answer and reason in the form that was asked for.");
    }
}

/// <summary>Options of <c>pair_preference_mapper</c>.</summary>
internal sealed record PairPreferenceOptions : DataJuicerOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>.</summary>
    [PathOption(OrName = true)]
    public string ApiModel { get; init; } = "gpt-4o";

    /// <summary>What the model is told to do.</summary>
    public string SystemPrompt { get; init; } =
        "You write the worse of two answers. Change the given answer so that it is the opposite of good in one way: its style, its facts, who speaks, or where it stands. Write nothing but this form:\n### Answer\nthe worse answer\n### Reason\nwhy it is worse";

    /// <summary>What is put before it, with <c>{query}</c>, <c>{response}</c> and <c>{reference}</c>, the sample's text.</summary>
    public string InputTemplate { get; init; } = "### Reference\n{reference}\n\nThis is the pair:\n### Question\n{query}\n### Answer\n{response}";

    /// <summary>A regular expression whose two groups are the answer and the reason.</summary>
    public string OutputPattern { get; init; } = @"### Answer\s*(.*?)\s*### Reason\s*(.*)";

    /// <summary>The column of worse answers.</summary>
    public string RejectedKey { get; init; } = "rejected_response";

    /// <summary>The column of reasons.</summary>
    public string ReasonKey { get; init; } = "reason";

    /// <summary>The column of questions.</summary>
    public string QueryKey { get; init; } = "query";

    /// <summary>The column of answers.</summary>
    public string ResponseKey { get; init; } = "response";

    internal override string NamedModel => ApiModel;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
        [.. base.Validate(baseFolder), .. OptionCheck.Of("input_template", () => new PromptTemplate("input_template", InputTemplate)), .. OptionCheck.Of("output_pattern", () => new BoundedPattern("output_pattern", OutputPattern))];
}
