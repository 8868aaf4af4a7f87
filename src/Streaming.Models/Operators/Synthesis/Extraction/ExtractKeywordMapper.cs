using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Extraction;

/// <summary>Has a model name the key words of texts: the column <c>keyword</c>, a list.</summary>
[Operator("extract_keyword_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class ExtractKeywordMapper(ExtractKeywordOptions options) : Extractor(options)
{
    private const string Task = "You name the key words of a text: the few words or phrases that say what it is about as a whole. The form is {\"keywords\": [\"…\"]}.";

    protected override IReadOnlyList<Column> Columns => [new(options.KeywordKey, new ListType(ColumnType.String))];

    protected override IReadOnlyList<Question> Look(Sample sample) => [Json(Task, sample.Text, ListSchema(("keywords", [])), json => TextsOf(json, "keywords") is { Length: > 0 } words ? words : throw new AnswerException("It names none."))];

    protected override void Write(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        sample.Meta[options.KeywordKey] = answers[0];
        Keep(sample, outcome);
    }
}

/// <summary>Options of <c>extract_keyword_mapper</c>.</summary>
internal sealed record ExtractKeywordOptions : ExtractOptions
{
    /// <summary>The column of key words.</summary>
    public string KeywordKey { get; init; } = "keyword";
}
