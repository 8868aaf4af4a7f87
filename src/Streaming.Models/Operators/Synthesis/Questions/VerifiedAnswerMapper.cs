using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>
/// Has a model answer questions step by step, and keeps only samples whose answer is right by a check: the same as a known one (exact, or as a number), of a form (regex), or found right by a second
/// look of the model. The reasoning becomes a column.
/// </summary>
[Operator("verified_answer_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, query_key: text, check: regex, pattern: \"^[0-9]+$\" }")]
internal sealed class VerifiedAnswerMapper(VerifiedAnswerOptions options) : SynthesisOperator(options)
{
    private const string Task = "You answer a question. Think step by step, and end with a line of its own of this form:\nAnswer: the answer alone";
    private const string Review = "You check whether an answer to a question is right. Work the question out on your own first, and end with a line of its own of this form:\nAnswer: yes or no";

    private readonly BoundedPattern _pattern = new("pattern", options.Pattern);

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SampleText.Check(input, "query_key", [options.QueryKey]);
        if (options.Check is AnswerCheck.Exact or AnswerCheck.Numeric)
        {
            SampleText.Check(input, "answer_key", [options.AnswerKey]);
        }

        return input.With(new(options.Into, ColumnType.String)).With(new(options.ReasoningKey, ColumnType.String));
    }

    protected override IReadOnlyList<Question> Ask(Sample sample)
    {
        var query = SampleText.Of(sample, options.QueryKey);
        return [new() { Turns = Question.Ask(Task, query), Read = text => FinalAnswer.Of(text), Then = answer => Second(query, ((string Reasoning, string Answer))answer) }];
    }

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var (reasoning, answer) = ((string, string))answers[0];
        if (WrongOf(sample, answer, answers) is { } wrong)
        {
            outcome.Reject(sample, new($"{wrong} The answer: {answer}"));
            return;
        }

        SampleText.Set(sample, options.Into, answer);
        SampleText.Set(sample, options.ReasoningKey, reasoning);
        outcome.Keep(sample);
    }

    private IReadOnlyList<Question> Second(string query, (string Reasoning, string Answer) given) => options.Check != AnswerCheck.Model ? [] :
    [
        new() { Turns = Question.Ask(Review, $"### Question\n{query}\n\n### Answer\n{given.Answer}"), Read = FinalAnswer.YesOrNo },
    ];

    private string? WrongOf(Sample sample, string answer, IReadOnlyList<object> answers) => options.Check switch
    {
        AnswerCheck.Exact when !FinalAnswer.IsSame(answer, SampleText.Of(sample, options.AnswerKey)) => "It is not the known answer.",
        AnswerCheck.Numeric when !FinalAnswer.IsNear(answer, SampleText.Of(sample, options.AnswerKey), options.Tolerance) => "It is not the known number.",
        AnswerCheck.Regex when !_pattern.Match(answer).Success => "It does not match the pattern.",
        AnswerCheck.Model when (string)answers[1] != "yes" => "The model found it wrong.",
        _ => null,
    };
}

/// <summary>Options of <c>verified_answer_mapper</c>.</summary>
internal sealed record VerifiedAnswerOptions : SynthesisOptions
{
    /// <summary>The column of questions.</summary>
    [MinLength(1)]
    public string QueryKey { get; init; } = "query";

    /// <summary>How answers are checked.</summary>
    public AnswerCheck Check { get; init; }

    /// <summary>The column of known answers, for <c>exact</c> and <c>numeric</c>.</summary>
    [MinLength(1)]
    public string AnswerKey { get; init; } = "answer";

    /// <summary>The form of right answers, for <c>regex</c>.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>How far from a known number an answer may be, as a share of it, for <c>numeric</c>.</summary>
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The column of answers.</summary>
    [MinLength(1)]
    public string Into { get; init; } = "response";

    /// <summary>The column of the steps that led to them.</summary>
    [MinLength(1)]
    public string ReasoningKey { get; init; } = "reasoning";

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) => [.. base.Validate(baseFolder), .. OptionCheck.Of("pattern", () => new BoundedPattern("pattern", Pattern))];
}

/// <summary>How an answer is checked.</summary>
internal enum AnswerCheck
{
    /// <summary>The same text as the known answer, but for case, quotes and a full stop.</summary>
    Exact,

    /// <summary>The same number as the known answer.</summary>
    Numeric,

    /// <summary>Matches a pattern.</summary>
    Regex,

    /// <summary>Found right by the model, which does not see the steps.</summary>
    Model,
}
