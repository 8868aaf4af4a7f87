using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Rewrites a question, its answer, or both.</summary>
internal abstract class QaRewriter : SynthesisOperator
{
    private const string PairTemplate = "### Question\n{}\n### Answer\n{}";
    private const string PairPattern = @"### Question\s*(.*?)\s*### Answer\s*(.*)";

    /// <summary>The form in which both are asked for.</summary>
    protected const string PairForm = "Write only the new pair, in this form:\n### Question\nthe new question\n### Answer\nthe new answer";

    private readonly QaOptions _options;
    private readonly QaPart _part;
    private readonly string _system;
    private readonly PromptTemplate _input;
    private readonly PromptTemplate _pair;
    private readonly BoundedPattern _pattern;

    protected QaRewriter(QaOptions options, QaPart part, string system, string input) : base(options)
    {
        (_options, _part, _system) = (options, part, options.SystemPrompt.Length > 0 ? options.SystemPrompt : system);
        _input = new("input_template", options.InputTemplate.Length > 0 ? options.InputTemplate : input);
        _pair = new("qa_pair_template", options.QaPairTemplate.Length > 0 ? options.QaPairTemplate : PairTemplate);
        _pattern = new("output_pattern", options.OutputPattern.Length > 0 ? options.OutputPattern : PairPattern);
    }

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SampleText.Check(input, "query_key, response_key", [_options.QueryKey, _options.ResponseKey]);
        return input;
    }

    /// <summary>What stands before the pair; nothing by default.</summary>
    protected virtual string ReferenceOf(Sample sample) => "";

    protected sealed override IReadOnlyList<Question> Ask(Sample sample)
    {
        var pair = _pair.Fill(("query", SampleText.Of(sample, _options.QueryKey)), ("response", SampleText.Of(sample, _options.ResponseKey)));
        return [new() { Turns = Question.Ask(_system, _input.Fill(("qa_pair", pair), ("reference", ReferenceOf(sample)))), Read = text => Read(text) }];
    }

    protected sealed override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var (query, response) = ((string?, string?))answers[0];
        foreach (var (column, text) in new[] { (_options.QueryKey, query), (_options.ResponseKey, response) })
        {
            if (text is not null)
            {
                SampleText.Set(sample, column, text);
            }
        }

        outcome.Keep(sample);
    }

    private (string? Query, string? Response) Read(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            throw new AnswerException("It is empty.");
        }

        return _part switch
        {
            QaPart.Question => (trimmed, null),
            QaPart.Answer => (null, trimmed),
            _ => Both(text),
        };
    }

    private (string? Query, string? Response) Both(string text)
    {
        var match = _pattern.Match(text);
        var (query, response) = (match.Groups[1].Value.Trim(), match.Groups[2].Value.Trim());
        return match.Success && (query.Length > 0 || response.Length > 0)
            ? (query.Length > 0 ? query : null, response.Length > 0 ? response : null)
            : throw new AnswerException("It has no question and answer in the form that was asked for.");
    }
}

/// <summary>What is rewritten.</summary>
internal enum QaPart
{
    /// <summary>The question.</summary>
    Question,

    /// <summary>The answer.</summary>
    Answer,

    /// <summary>Both.</summary>
    Both,
}
