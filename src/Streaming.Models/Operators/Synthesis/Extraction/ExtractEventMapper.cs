using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Extraction;

/// <summary>Has a model tell the events of texts with who takes part: a sample for each event, with the columns <c>event_description</c> and <c>relevant_characters</c>. A text without events is a reject.</summary>
[Operator("extract_event_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class ExtractEventMapper(ExtractEventOptions options) : Extractor(options)
{
    private const string Task =
        "You tell the events of a text one by one, in order, with causes and effects but without opinions, leaving nothing out and adding nothing, and name the main characters of each. The form is {\"events\": [{\"description\": \"…\", \"characters\": [\"…\"]}]}.";

    protected override IReadOnlyList<Column> Columns => [new(options.EventDescKey, ColumnType.String), new(options.RelevantCharKey, new ListType(ColumnType.String))];

    protected override IReadOnlyList<Question> Look(Sample sample) => [Json(Task, sample.Text, ListSchema(("events", ["description", "characters[]"])), json =>
        ListOf(json, "events").Select(one => (TextOf(one, "description"), TextsOf(one, "characters"))).Where(one => one.Item2.Length > 0).ToList() is { Count: > 0 } events ? events : throw new AnswerException("It tells no event with characters."))];

    protected override void Write(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var number = 0;
        foreach (var (description, characters) in (List<(string, object?[])>)answers[0])
        {
            var made = Derived.Of(sample, number++);
            made.Meta[options.EventDescKey] = description;
            made.Meta[options.RelevantCharKey] = characters;
            Keep(made, outcome);
        }
    }
}

/// <summary>Options of <c>extract_event_mapper</c>.</summary>
internal sealed record ExtractEventOptions : ExtractOptions
{
    /// <summary>The column of descriptions.</summary>
    public string EventDescKey { get; init; } = "event_description";

    /// <summary>The column of characters.</summary>
    public string RelevantCharKey { get; init; } = "relevant_characters";
}
