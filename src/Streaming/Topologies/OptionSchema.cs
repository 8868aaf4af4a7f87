using System.Text.Json.Nodes;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>JSON schemas of options: what <see cref="OptionsBinder"/> accepts, variables of the environment included.</summary>
internal static class OptionSchema
{
    private const string Variable = @"\$\{";
    private const string Count = @"^[-+]?[0-9][0-9_]*(\.[0-9]+)?([eE]\+?[0-9]+)? ?([kMG]i?|Ki)?$";
    private const string Size = @"^[0-9][0-9_]*(\.[0-9]+)? ?(B|[kK]B|[MGT]B|[KMGT]iB)?$";
    private const string Time = @"^([0-9]+(\.[0-9]+)?(ms|s|min|m|h|d))+$";

    /// <summary>An object with these options and no others.</summary>
    public static JsonObject OfRecord(IReadOnlyList<OptionEntry> options)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(options.Select(o => KeyValuePair.Create(o.Name, (JsonNode?)Of(o)))),
        };
        if (options.Any(o => o.IsRequired))
        {
            schema["required"] = Strings(options.Where(o => o.IsRequired).Select(o => o.Name));
        }

        return schema;
    }

    public static JsonArray Strings(IEnumerable<string> words) => [.. words.Select(w => (JsonNode?)w)];

    private static JsonObject Of(OptionEntry option)
    {
        var schema = Of(option.Shape, option);
        if (option.IsNullable)
        {
            AllowNull(schema);
        }

        if (option.Description.Length > 0)
        {
            schema["description"] = option.Unit is null || option.Shape.Form is OptionForm.Duration or OptionForm.Size ? option.Description : $"{option.Description} In {option.Unit}.";
        }

        if (!option.IsRequired && option.Default is not null)
        {
            schema["default"] = OptionJson.Of(option.Default);
        }

        return schema;
    }

    private static JsonObject Of(OptionShape shape, OptionEntry option) => shape.Form switch
    {
        OptionForm.Bool => Typed("boolean", $"^(true|false|True|False|TRUE|FALSE)$|{Variable}"),
        OptionForm.Integer => WithRange(Typed("integer", $"{Count}|{UnitPattern(option)}{Variable}"), option),
        OptionForm.Number => WithRange(Typed("number", $@"{Count}|^[-+]?\.inf$|^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$|{UnitPattern(option)}{Variable}"), option),
        OptionForm.Text => option.Allowed.Count > 0 ? Words(option.Allowed.Select(OptionText.Of)) : new JsonObject { ["type"] = Strings(["string", "number", "boolean"]) },
        OptionForm.Any => new() { ["type"] = Strings(["string", "number", "boolean", "null"]) },
        OptionForm.Choice => Words(shape.Choices),
        OptionForm.Duration => Typed("number", $"{Time}|{Variable}"),
        OptionForm.Size => Typed("integer", $"{Size}|{Variable}"),
        OptionForm.List => new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "array", ["items"] = Of(shape.Element!, option) }, Of(shape.Element!, option)) },
        OptionForm.Map => new() { ["type"] = "object", ["additionalProperties"] = Of(shape.Element!, option) },
        _ => OfRecord(shape.Fields),
    };

    private static string UnitPattern(OptionEntry option) => option.Unit switch
    {
        "bytes" => $"{Size}|",
        "seconds" or "milliseconds" => $"{Time}|",
        _ => "",
    };

    private static JsonObject Typed(string type, string pattern) => new() { ["type"] = Strings([type, "string"]), ["pattern"] = pattern };

    private static JsonObject Words(IEnumerable<string> words) => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = Strings(words) }, new JsonObject { ["type"] = "string", ["pattern"] = Variable }),
    };

    private static JsonObject WithRange(JsonObject schema, OptionEntry option)
    {
        if (option.Range?.Minimum is { } min)
        {
            schema[option.Range.ExcludesMinimum ? "exclusiveMinimum" : "minimum"] = min;
        }

        if (option.Range?.Maximum is { } max)
        {
            schema[option.Range.ExcludesMaximum ? "exclusiveMaximum" : "maximum"] = max;
        }

        return schema;
    }

    private static void AllowNull(JsonObject schema)
    {
        switch (schema["type"])
        {
            case JsonArray types:
                types.Add("null");
                break;
            case JsonValue only:
                schema["type"] = Strings([only.GetValue<string>(), "null"]);
                break;
            default:
                ((JsonArray)schema["anyOf"]!).Add(new JsonObject { ["type"] = "null" });
                break;
        }
    }
}
