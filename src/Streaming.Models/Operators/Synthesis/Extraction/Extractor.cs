using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Extraction;

/// <summary>Has a model find something in a text and write it into columns. A sample that has the columns already is left alone.</summary>
internal abstract class Extractor(ExtractOptions options) : SynthesisOperator(options)
{
    /// <summary>The columns that are written.</summary>
    protected abstract IReadOnlyList<Column> Columns { get; }

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Columns.Aggregate(input, (schema, column) => schema.With(column));
    }

    protected sealed override IReadOnlyList<Question> Ask(Sample sample) => Columns.All(column => sample.Meta[column.Name] is not null) ? [] : Look(sample);

    protected sealed override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        if (answers.Count > 0)
        {
            Write(sample, answers, outcome);
        }
        else
        {
            outcome.Keep(sample);
        }
    }

    /// <summary>What is asked about the text.</summary>
    protected abstract IReadOnlyList<Question> Look(Sample sample);

    /// <summary>Writes the columns, and keeps the sample, or what is made of it.</summary>
    protected abstract void Write(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome);

    /// <summary>Keeps a sample, without its text where that was asked for.</summary>
    protected void Keep(Sample sample, DeviceOutcome outcome)
    {
        sample.Text = options.DropText ? "" : sample.Text;
        outcome.Keep(sample);
    }

    /// <summary>A question whose answer is one JSON object.</summary>
    protected static Question Json(string task, string text, JsonElement schema, Func<JsonElement, object> read) => new()
    {
        Turns = Question.Ask($"{task} Answer with one JSON object and nothing else. Write in the language of the text.", text),
        Schema = schema,
        Read = answer => JsonAnswer.Read(answer) is { ValueKind: JsonValueKind.Object } json ? read(json) : throw new AnswerException("It is no JSON object."),
    };

    /// <summary>A schema of a list of objects with texts and lists of texts (<c>name[]</c>) under one name.</summary>
    protected static JsonElement ListSchema(params (string List, string[] Fields)[] lists) => JsonSerializer.SerializeToElement(ObjectOf([.. lists.Select(list =>
        (list.List, (JsonNode)new JsonObject { ["type"] = "array", ["items"] = list.Fields.Length == 0 ? Text() : ObjectOf([.. list.Fields.Select(FieldOf)]) }))]));

    /// <summary>The objects or texts of a list.</summary>
    protected static IEnumerable<JsonElement> ListOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw new AnswerException($"There is no list \"{name}\".");

    /// <summary>A text of an object.</summary>
    protected static string TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String or JsonValueKind.Number ? text.ToString().Trim() : throw new AnswerException($"An entry has no \"{name}\".");

    /// <summary>The texts of a list of texts.</summary>
    protected static object?[] TextsOf(JsonElement json, string name) =>
        [.. ListOf(json, name).Select(text => text.ValueKind == JsonValueKind.String ? text.GetString()!.Trim() : throw new AnswerException($"\"{name}\" holds what is no text.")).Where(text => text.Length > 0)];

    private static JsonObject ObjectOf(IReadOnlyList<(string Name, JsonNode Type)> fields) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Type))),
        ["required"] = new JsonArray([.. fields.Select(f => (JsonNode?)f.Name)]),
        ["additionalProperties"] = false,
    };

    private static (string, JsonNode) FieldOf(string name) => name.EndsWith("[]", StringComparison.Ordinal) ? (name[..^2], new JsonObject { ["type"] = "array", ["items"] = Text() }) : (name, Text());

    private static JsonObject Text() => new() { ["type"] = "string" };
}
