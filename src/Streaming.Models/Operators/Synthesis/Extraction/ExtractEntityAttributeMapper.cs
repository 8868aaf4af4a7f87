using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Extraction;

/// <summary>Has a model say what texts tell of given attributes of given entities, with quotes: the columns <c>main_entities</c>, <c>attributes</c>, <c>attribute_descriptions</c> and <c>attribute_support_texts</c>, an entry for each pair.</summary>
[Operator("extract_entity_attribute_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, query_entities: [Odysseus], query_attributes: [character] }")]
internal sealed class ExtractEntityAttributeMapper(ExtractEntityAttributeOptions options) : Extractor(options)
{
    private static readonly System.Text.Json.JsonElement _schema = new ResponseSchema(new Dictionary<string, string> { ["description"] = "string", ["quotes"] = "string[]" }).Json;

    private readonly List<(string Entity, string Attribute)> _pairs = [.. options.QueryEntities.SelectMany(entity => options.QueryAttributes.Select(attribute => (entity, attribute)))];

    protected override IReadOnlyList<Column> Columns =>
    [
        new(options.EntityKey, new ListType(ColumnType.String)), new(options.AttributeKey, new ListType(ColumnType.String)),
        new(options.AttributeDescKey, new ListType(ColumnType.String)), new(options.SupportTextKey, new ListType(new ListType(ColumnType.String))),
    ];

    protected override IReadOnlyList<Question> Look(Sample sample) => [.. _pairs.Select(pair => Json(
        $"You sum up what a text tells of this: the {pair.Attribute} of {pair.Entity}. Quote a few short places that show it best. The form is {{\"description\": \"…\", \"quotes\": [\"…\"]}}.",
        sample.Text,
        _schema,
        json => (TextOf(json, "description"), TextsOf(json, "quotes") is { Length: > 0 } quotes ? quotes : throw new AnswerException("It quotes nothing."))))];

    protected override void Write(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var found = answers.Cast<(string Description, object?[] Quotes)>().ToList();
        sample.Meta[options.EntityKey] = _pairs.Select(pair => (object?)pair.Entity).ToArray();
        sample.Meta[options.AttributeKey] = _pairs.Select(pair => (object?)pair.Attribute).ToArray();
        sample.Meta[options.AttributeDescKey] = found.Select(one => (object?)one.Description).ToArray();
        sample.Meta[options.SupportTextKey] = found.Select(one => (object?)one.Quotes).ToArray();
        Keep(sample, outcome);
    }
}

/// <summary>Options of <c>extract_entity_attribute_mapper</c>.</summary>
internal sealed record ExtractEntityAttributeOptions : ExtractOptions
{
    /// <summary>The entities.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string> QueryEntities { get; init; } = [];

    /// <summary>Their attributes.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string> QueryAttributes { get; init; } = [];

    /// <summary>The column of entities.</summary>
    public string EntityKey { get; init; } = "main_entities";

    /// <summary>The column of attributes.</summary>
    public string AttributeKey { get; init; } = "attributes";

    /// <summary>The column of descriptions.</summary>
    public string AttributeDescKey { get; init; } = "attribute_descriptions";

    /// <summary>The column of quotes.</summary>
    public string SupportTextKey { get; init; } = "attribute_support_texts";
}
