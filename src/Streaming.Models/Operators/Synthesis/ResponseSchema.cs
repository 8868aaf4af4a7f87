using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>The form of an answer in JSON: names with types, each a column of its own afterwards.</summary>
/// <remarks>Types: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, a list of one of them (<c>string[]</c>), one of a few words (<c>yes|no</c>), a number in a range (<c>integer 1..5</c>).</remarks>
internal sealed partial class ResponseSchema
{
    private readonly List<Field> _fields = [];

    /// <exception cref="BadInputException">A type is unknown.</exception>
    public ResponseSchema(IReadOnlyDictionary<string, string> fields)
    {
        foreach (var (name, type) in fields)
        {
            _fields.Add(Field.Parse(name, type));
        }

        Json = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(_fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Schema()))),
            ["required"] = new JsonArray([.. _fields.Select(f => (JsonNode?)f.Name)]),
            ["additionalProperties"] = false,
        });
    }

    /// <summary>The same as a JSON schema.</summary>
    public JsonElement Json { get; }

    /// <summary>The columns that the fields become.</summary>
    public IEnumerable<Column> Columns => _fields.Select(f => new Column(f.Name, f.ColumnType));

    /// <summary>What to tell a model whose endpoint cannot hold it to a schema.</summary>
    public string Instruction => $"Answer with one JSON object and nothing else, with exactly these fields: {string.Join("; ", _fields.Select(f => $"\"{f.Name}\" ({f.Description})"))}.";

    /// <summary>The values of the fields, in order.</summary>
    /// <exception cref="AnswerException">The text is no such object.</exception>
    public object?[] Read(string text)
    {
        var json = JsonAnswer.Read(text);
        return json.ValueKind == JsonValueKind.Object
            ? [.. _fields.Select(f => json.TryGetProperty(f.Name, out var value) ? f.Read(value) : throw new AnswerException($"The field \"{f.Name}\" is missing."))]
            : throw new AnswerException("It is a list, not an object.");
    }

    private sealed partial record Field(string Name, string Type, bool IsList, IReadOnlyList<string> Words, double? Low, double? High)
    {
        public ColumnType ColumnType => IsList ? new ListType(Element) : Element;

        public string Description =>
            (Words.Count > 0 ? $"one of {string.Join(", ", Words.Select(word => $"\"{word}\""))}" : IsList ? $"a list of {Type}s" : Type == "integer" ? "an integer" : $"a {Type}")
            + (Low is { } low ? string.Create(CultureInfo.InvariantCulture, $" from {low} to {High}") : "");

        private ColumnType Element => Type switch { "integer" => ColumnType.Int64, "number" => ColumnType.Float64, "boolean" => ColumnType.Bool, _ => ColumnType.String };

        public static Field Parse(string name, string text)
        {
            if (text.Contains('|', StringComparison.Ordinal))
            {
                return new(name, "string", false, text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), null, null);
            }

            var match = Grammar().Match(text);
            return match.Success
                ? new(name, match.Groups["type"].Value, match.Groups["list"].Success, [], NumberOf(match.Groups["low"]), NumberOf(match.Groups["high"]))
                : throw new BadInputException($"response_schema: '{text}' of '{name}' is no type. Types are string, integer, number, boolean, a list of one (string[]), a few words (yes|no), a range (integer 1..5).");
        }

        public JsonObject Schema()
        {
            var element = new JsonObject { ["type"] = Type };
            if (Words.Count > 0)
            {
                element["enum"] = new JsonArray([.. Words.Select(word => (JsonNode?)word)]);
            }

            if (Low is { } low && High is { } high)
            {
                (element["minimum"], element["maximum"]) = (low, high);
            }

            return IsList ? new JsonObject { ["type"] = "array", ["items"] = element } : element;
        }

        public object? Read(JsonElement value) => !IsList ? One(value)
            : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(One).ToArray()
            : throw Wrong();

        private object One(JsonElement value)
        {
            object read = (Type, value.ValueKind) switch
            {
                ("string", JsonValueKind.String) => value.GetString()!,
                ("boolean", JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
                ("number", _) => NumberOf(value),
                ("integer", _) when NumberOf(value) is var number && double.IsInteger(number) && Math.Abs(number) < 1e15 => (long)number,
                _ => throw Wrong(),
            };
            var inRange = Low is null || (Convert.ToDouble(read, CultureInfo.InvariantCulture) is var figure && figure >= Low && figure <= High);
            return inRange && (Words.Count == 0 || Words.Contains((string)read)) ? read : throw Wrong();
        }

        // Models put figures into quotes.
        private double NumberOf(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number ? value.GetDouble()
            : value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
            : throw Wrong();

        private AnswerException Wrong() => new($"The field \"{Name}\" is not {Description}.");

        private static double? NumberOf(Group group) => group.Success ? double.Parse(group.Value, CultureInfo.InvariantCulture) : null;

        [GeneratedRegex(@"^\s*(?<type>string|integer|number|boolean)(?<list>\[\])?(?:\s+(?<low>-?[0-9]+(?:\.[0-9]+)?)\.\.(?<high>-?[0-9]+(?:\.[0-9]+)?))?\s*$", RegexOptions.CultureInvariant)]
        private static partial Regex Grammar();
    }
}
