using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>
/// Has a model make up conversations like given ones: each sample of the input, whatever it holds, becomes one, with its turns as <c>messages</c> and the last question and answer as columns. Which examples
/// the model is shown follows from the sample's id. What is too like one of them (ROUGE-L) is a reject.
/// </summary>
[Operator("generate_qa_from_examples_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, seed_file: seeds.jsonl }")]
internal sealed class GenerateQaFromExamplesMapper : SynthesisOperator
{
    private const string Task =
        "You are shown conversations of questions and answers. Make up one more of their kind, in exactly their form: it may be about something else, its answers must be right, and it must not repeat one of them. "
        + "Write nothing but the new one, in this form, each question before its answer:\n### Question\na question\n### Answer\nits answer";

    private readonly GenerateQaFromExamplesOptions _options;
    private readonly BoundedPattern _pattern;
    private readonly (PromptTemplate Input, PromptTemplate Example, PromptTemplate Pair) _forms;
    private IReadOnlyList<string> _examples = [];

    public GenerateQaFromExamplesMapper(GenerateQaFromExamplesOptions options) : base(options)
    {
        (_options, _pattern) = (options, new("output_pattern", options.OutputPattern));
        _forms = (new("input_template", options.InputTemplate), new("example_template", options.ExampleTemplate), new("qa_pair_template", options.QaPairTemplate));
    }

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _examples = [.. SeedConversations.Read(_options.SeedFile).Select(Format)];
        return input.With(new(KnownColumns.Messages, KnownColumns.MessagesType)).With(new(_options.QueryKey, ColumnType.String)).With(new(_options.ResponseKey, ColumnType.String));
    }

    protected override IReadOnlyList<Question> Ask(Sample sample)
    {
        var shown = Choice.Of(_examples, _options.ExampleNum, SeedOf(sample));
        var examples = string.Join("\n\n", shown.Select(example => _forms.Example.Fill(("example", example))));
        return [new() { Turns = Question.Ask(_options.SystemPrompt.Length > 0 ? _options.SystemPrompt : Task, _forms.Input.Fill(("examples", examples))), Read = text => Read(text, shown) }];
    }

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var made = (Conversation)answers[0];
        if (made.Similarity >= _options.SimilarityThreshold)
        {
            outcome.Reject(sample, new("too like an example that the model was shown", made.Similarity, $"below {_options.SimilarityThreshold.ToString(System.Globalization.CultureInfo.InvariantCulture)}"));
            return;
        }

        sample.Messages = [.. made.Pairs.SelectMany(pair => new[] { new ChatTurn("user", pair.Query), new ChatTurn("assistant", pair.Response) })];
        SampleText.Set(sample, _options.QueryKey, made.Pairs[^1].Query);
        SampleText.Set(sample, _options.ResponseKey, made.Pairs[^1].Response);
        outcome.Keep(sample);
    }

    private Conversation Read(string text, IReadOnlyList<string> shown)
    {
        var pairs = _pattern.Matches(text).Select(match => (Query: match.Groups[1].Value.Trim(), Response: match.Groups[2].Value.Trim())).Where(pair => pair.Query.Length > 0 && pair.Response.Length > 0).ToList();
        return pairs.Count == 0
            ? throw new AnswerException("It holds no question and answer in the form that was asked for.")
            : new(pairs, shown.Max(example => RougeL.Similarity(Format(pairs), example)));
    }

    private string Format(IReadOnlyList<(string Query, string Response)> pairs) => string.Join('\n', pairs.Select(pair => _forms.Pair.Fill(("query", pair.Query), ("response", pair.Response))));

    private sealed record Conversation(IReadOnlyList<(string Query, string Response)> Pairs, double Similarity);
}

/// <summary>Options of <c>generate_qa_from_examples_mapper</c>.</summary>
internal sealed record GenerateQaFromExamplesOptions : DataJuicerOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>.</summary>
    [PathOption(OrName = true)]
    public string HfModel { get; init; } = "Qwen/Qwen2.5-7B-Instruct";

    /// <summary>Conversations to be like: JSON objects with <c>messages</c> (turns of <c>user</c> and <c>assistant</c>), one a line, or a JSON array of them.</summary>
    [PathOption, Required]
    public string SeedFile { get; init; } = "";

    /// <summary>How many of them the model is shown.</summary>
    [Range(1, 1_000)]
    public int ExampleNum { get; init; } = 3;

    /// <summary>What is as like one of them as this, by ROUGE-L from 0 to 1, is a reject.</summary>
    [Range(0.0, 1.0)]
    public double SimilarityThreshold { get; init; } = 0.7;

    /// <summary>What the model is told to do; empty: the operator's own words.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>What it is asked, with <c>{}</c> for the examples.</summary>
    public string InputTemplate { get; init; } = "{}";

    /// <summary>How an example is written, with <c>{}</c> for its questions and answers.</summary>
    public string ExampleTemplate { get; init; } = "An example:\n{}";

    /// <summary>How a question and its answer are written, with <c>{}</c> for each.</summary>
    public string QaPairTemplate { get; init; } = "### Question\n{}\n### Answer\n{}";

    /// <summary>A regular expression whose two groups are a question and its answer.</summary>
    [MinLength(1)]
    public string OutputPattern { get; init; } = @"### Question\s*(.*?)\s*### Answer\s*(.*?)\s*(?=### Question|\Z)";

    /// <summary>The column of the last question.</summary>
    public string QueryKey { get; init; } = "query";

    /// <summary>The column of the last answer.</summary>
    public string ResponseKey { get; init; } = "response";

    internal override string NamedModel => HfModel;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
    [
        .. base.Validate(baseFolder),
        .. new[] { ("input_template", InputTemplate), ("example_template", ExampleTemplate), ("qa_pair_template", QaPairTemplate) }.SelectMany(t => OptionCheck.Of(t.Item1, () => new PromptTemplate(t.Item1, t.Item2))),
        .. OptionCheck.Of("output_pattern", () => new BoundedPattern("output_pattern", OutputPattern)),
    ];
}
