using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Extraction;

/// <summary>Has a model quote the part of a text that a summary of it stands for: the column <c>support_text</c>. A sample without a summary stays as it is.</summary>
[Operator("extract_support_text_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, summary_key: text }")]
internal sealed class ExtractSupportTextMapper(ExtractSupportTextOptions options) : Extractor(options)
{
    private const string Task = "You are given a text and a summary of a part of it. Quote that part of the text, as it stands there, word for word, and write nothing else. Where several parts fit, quote the one that fits best.";

    protected override IReadOnlyList<Column> Columns => [new(options.SupportTextKey, ColumnType.String)];

    public override RowSchema Describe(RowSchema input)
    {
        SampleText.Check(input, "summary_key", [options.SummaryKey]);
        return base.Describe(input);
    }

    protected override IReadOnlyList<Question> Look(Sample sample) => SampleText.Of(sample, options.SummaryKey) is { Length: > 0 } summary
        ? [new() { Turns = Question.Ask(Task, $"### Text\n{sample.Text}\n\n### Summary\n{summary}"), Read = text => text.Trim() is { Length: > 0 } quote ? quote : throw new AnswerException("It is empty.") }]
        : [];

    protected override void Write(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        sample.Meta[options.SupportTextKey] = answers[0];
        Keep(sample, outcome);
    }
}

/// <summary>Options of <c>extract_support_text_mapper</c>.</summary>
internal sealed record ExtractSupportTextOptions : ExtractOptions
{
    /// <summary>The column of summaries.</summary>
    public string SummaryKey { get; init; } = "event_description";

    /// <summary>The column of quotes.</summary>
    public string SupportTextKey { get; init; } = "support_text";
}
