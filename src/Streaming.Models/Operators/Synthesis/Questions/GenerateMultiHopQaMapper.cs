using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>
/// Has a model make of each text one question that can only be answered by putting several of its facts together, then has it answered from the text by someone who does not know the answer, step by step. Samples on
/// whose answer both agree stay, with question, answer, steps and facts as columns; others are rejects with both answers.
/// </summary>
[Operator("generate_multi_hop_qa_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, hops: 2, check: model }")]
internal sealed class GenerateMultiHopQaMapper(MultiHopQaOptions options) : SynthesisOperator(options)
{
    private const string Answering = "You answer a question from a text. Go step by step: name each fact that you need, and what follows from it. End with a line of its own of this form:\nAnswer: the answer alone";
    private const string Comparing = "You are given a question and two answers. Say whether they are the same answer in other words; end with a line of its own of this form:\nAnswer: yes or no";

    private static readonly ResponseSchema _schema = new(new Dictionary<string, string> { ["facts"] = "string[]", ["question"] = "string", ["answer"] = "string" });

    private readonly string _task = string.Create(
        CultureInfo.InvariantCulture,
        $"You read a text and find {options.Hops} facts of it that build on each other: what one is about is the outcome of the one before. Then you write one question whose answer needs all {options.Hops} of them, so that nobody can answer it from one alone; it names none of the outcomes in between, and can be understood without the text. Its answer is short. {_schema.Instruction}");

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.With(new(options.QueryKey, ColumnType.String)).With(new(options.ResponseKey, ColumnType.String)).With(new(options.ReasoningKey, ColumnType.String)).With(new(options.FactsKey, new ListType(ColumnType.String)));
    }

    protected override IReadOnlyList<Question> Ask(Sample sample) =>
        [new() { Turns = Question.Ask(_task, sample.Text), Schema = _schema.Json, Read = text => Read(text), Then = made => [Answer(sample.Text, (Made)made)] }];

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var (made, (reasoning, answer)) = ((Made)answers[0], ((string, string))answers[1]);
        if (!IsRight(made.Answer, answer, answers))
        {
            outcome.Reject(sample, new($"the answer was not found again: it should be \"{made.Answer}\", and was \"{answer}\". The question: {made.Question}"));
            return;
        }

        SampleText.Set(sample, options.QueryKey, made.Question);
        SampleText.Set(sample, options.ResponseKey, made.Answer);
        SampleText.Set(sample, options.ReasoningKey, reasoning);
        sample.Meta[options.FactsKey] = made.Facts;
        outcome.Keep(sample);
    }

    private Made Read(string text)
    {
        var values = _schema.Read(text);
        var (facts, question, answer) = ((object?[])values[0]!, ((string)values[1]!).Trim(), ((string)values[2]!).Trim());
        return facts.Length < options.Hops ? throw new AnswerException($"It names {facts.Length} facts, not {options.Hops}.")
            : question.Length == 0 || answer.Length == 0 ? throw new AnswerException("Question or answer is empty.")
            : new Made(facts, question, answer);
    }

    private Question Answer(string text, Made made) => new()
    {
        Turns = Question.Ask(Answering, $"### Text\n{text}\n\n### Question\n{made.Question}"),
        Read = said => FinalAnswer.Of(said),
        Then = said => options.Check == HopCheck.Model && !FinalAnswer.IsSame((((string Reasoning, string Answer))said).Answer, made.Answer)
            ? [new() { Turns = Question.Ask(Comparing, $"### Question\n{made.Question}\n\n### One\n{made.Answer}\n\n### Two\n{(((string Reasoning, string Answer))said).Answer}"), Read = FinalAnswer.YesOrNo }]
            : [],
    };

    private bool IsRight(string known, string answer, IReadOnlyList<object> answers) => options.Check switch
    {
        HopCheck.Numeric => FinalAnswer.IsNear(answer, known, options.Tolerance),
        HopCheck.Model when answers.Count > 2 => (string)answers[2] == "yes",
        _ => FinalAnswer.IsSame(answer, known),
    };

    private sealed record Made(object?[] Facts, string Question, string Answer);
}

/// <summary>Options of <c>generate_multi_hop_qa_mapper</c>.</summary>
internal sealed record MultiHopQaOptions : SynthesisOptions
{
    /// <summary>How many facts an answer needs.</summary>
    [Range(2, 10)]
    public int Hops { get; init; } = 2;

    /// <summary>When both answers are the same.</summary>
    public HopCheck Check { get; init; }

    /// <summary>How far apart two numbers may be, as a share of the one that is known, for <c>numeric</c>.</summary>
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The column of questions.</summary>
    [MinLength(1)]
    public string QueryKey { get; init; } = "query";

    /// <summary>The column of answers.</summary>
    [MinLength(1)]
    public string ResponseKey { get; init; } = "response";

    /// <summary>The column of the steps that led to the answer again.</summary>
    [MinLength(1)]
    public string ReasoningKey { get; init; } = "reasoning";

    /// <summary>The column of the facts that the question was made of.</summary>
    [MinLength(1)]
    public string FactsKey { get; init; } = "facts";
}

/// <summary>When two answers to a question are the same.</summary>
internal enum HopCheck
{
    /// <summary>The same text, but for case, quotes and a full stop.</summary>
    Exact,

    /// <summary>The same number.</summary>
    Numeric,

    /// <summary>The same text; or else the model finds that they say the same.</summary>
    Model,
}
