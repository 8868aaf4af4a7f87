using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Extraction;

/// <summary>Has a model find the entities of texts and how they are related: the columns <c>entity</c> and <c>relation</c>, lists of structs with the fields that Data-Juicer has.</summary>
[Operator("extract_entity_relation_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class ExtractEntityRelationMapper(ExtractEntityRelationOptions options) : Extractor(options)
{
    private const string More = "Some may have been missed. Answer in the same form with those alone that you have not named yet; with empty lists where there are none.";

    private static readonly JsonElement _schema = ListSchema(("entities", ["name", "type", "description"]), ("relations", ["source", "target", "description", "keywords[]", "strength"]));

    private readonly string _task =
        $"You find the entities of these types in a text: {string.Join(", ", options.EntityTypes)}; and which of them are clearly related to each other, how, with key words and a strength from 1 to 10. "
        + "The form is {\"entities\": [{\"name\": \"…\", \"type\": \"…\", \"description\": \"…\"}], \"relations\": [{\"source\": \"…\", \"target\": \"…\", \"description\": \"…\", \"keywords\": [\"…\"], \"strength\": \"7\"}]}.";

    protected override IReadOnlyList<Column> Columns =>
    [
        new(options.EntityKey, new ListType(new StructType([new("entity_name", ColumnType.String), new("entity_type", ColumnType.String), new("entity_entity_description", ColumnType.String)]))),
        new(options.RelationKey, new ListType(new StructType(
        [
            new("relation_source_entity", ColumnType.String), new("relation_target_entity", ColumnType.String), new("relation_description", ColumnType.String),
            new("relation_keywords", new ListType(ColumnType.String)), new("relation_strength", ColumnType.Float64),
        ]))),
    ];

    protected override IReadOnlyList<Question> Look(Sample sample) => [Ask(Json(_task, sample.Text, _schema, json => Read(json, first: true)).Turns, options.MaxGleaning, first: true)];

    protected override void Write(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var found = answers.Cast<(List<object?[]> Entities, List<object?[]> Relations)>().ToList();
        sample.Meta[options.EntityKey] = Distinct(found.SelectMany(one => one.Entities));
        sample.Meta[options.RelationKey] = Distinct(found.SelectMany(one => one.Relations));
        Keep(sample, outcome);
    }

    // Gleaning: the model is asked for what it has missed, with its own answer before it.
    private static Question Ask(IReadOnlyList<ChatTurn> turns, int left, bool first)
    {
        Question? self = null;
        return self = new()
        {
            Turns = turns,
            Schema = _schema,
            Read = text => JsonAnswer.Read(text) is { ValueKind: JsonValueKind.Object } json ? Read(json, first) : throw new AnswerException("It is no JSON object."),
            Then = answer => left == 0 || (!first && (((List<object?[]>, List<object?[]>))answer).Item1.Count == 0)
                ? []
                : [Ask([.. turns, new("assistant", self!.Text), new("user", More)], left - 1, first: false)],
        };
    }

    private static (List<object?[]> Entities, List<object?[]> Relations) Read(JsonElement json, bool first)
    {
        var entities = ListOf(json, "entities").Select(one => new object?[] { TextOf(one, "name"), TextOf(one, "type"), TextOf(one, "description") }).ToList();
        var relations = ListOf(json, "relations").Select(one => new object?[] { TextOf(one, "source"), TextOf(one, "target"), TextOf(one, "description"), TextsOf(one, "keywords"), Strength(one) }).ToList();
        return entities.Count > 0 || !first ? (entities, relations) : throw new AnswerException("It names no entity.");
    }

    private static double Strength(JsonElement relation) => double.TryParse(TextOf(relation, "strength"), NumberStyles.Float, CultureInfo.InvariantCulture, out var strength) && double.IsFinite(strength)
        ? strength
        : throw new AnswerException("A \"strength\" is no number.");

    // In the order in which they were named; what makes an entity or relation the same is its first two fields.
    private static object?[] Distinct(IEnumerable<object?[]> structs) => [.. structs.DistinctBy(one => (one[0], one[1]))];
}

/// <summary>Options of <c>extract_entity_relation_mapper</c>.</summary>
internal sealed record ExtractEntityRelationOptions : ExtractOptions
{
    /// <summary>The types of entities.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> EntityTypes { get; init; } = ["organization", "person", "geo", "event"];

    /// <summary>The column of entities.</summary>
    public string EntityKey { get; init; } = "entity";

    /// <summary>The column of relations.</summary>
    public string RelationKey { get; init; } = "relation";

    /// <summary>How often the model is asked for what it has missed.</summary>
    [Range(0, 10)]
    public int MaxGleaning { get; init; } = 1;
}
