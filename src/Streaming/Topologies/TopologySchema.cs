using System.Text.Json.Nodes;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>The JSON schema (draft 7) of topologies, for editors. What it refuses the reader refuses too; the reader also looks at names and files.</summary>
public static class TopologySchema
{
    /// <summary>The schema of topologies with the operators of a catalogue.</summary>
    public static JsonObject Of(OperatorCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var top = OptionSchema.OfRecord(OptionReflection.Read(typeof(TopologyOptions)));
        var properties = top["properties"]!.AsObject();
        properties["source"] = Reference("source");
        properties["sources"] = Named("source", "The sources by name, in the order in which they take turns.");
        properties["steps"] = Reference("steps");
        properties["sink"] = Reference("sink");
        properties["sinks"] = Named("sink", "The sinks by name; the first one is the primary one: its commit decides.");
        properties["rejects"] = new JsonObject
        {
            ["description"] = "Where rejects go, or off to drop them.",
            ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = new JsonArray("off", false) }, OptionSchema.OfRecord(OptionReflection.Read(typeof(RejectOptions)))),
        };
        var sinks = catalog.Entries.Where(e => e.Role == OperatorRole.Sink).ToList();
        AddSinks(properties["rejects"]!["anyOf"]![1]!, sinks);
        AddSinks(properties["dead_letters"]!, sinks);
        top["allOf"] = new JsonArray(OneOf("source", "sources"), OneOf("sink", "sinks"));
        return new JsonObject(new[]
        {
            KeyValuePair.Create("$schema", (JsonNode?)"http://json-schema.org/draft-07/schema#"),
            KeyValuePair.Create("title", (JsonNode?)"Streaming topology"),
        }.Concat(Detached(top)).Append(KeyValuePair.Create("definitions", (JsonNode?)Definitions(catalog))));
    }

    private static void AddSinks(JsonNode output, IReadOnlyList<OperatorEntry> sinks)
    {
        foreach (var sink in sinks)
        {
            output["properties"]![sink.Name] = Reference(KeyOf(sink));
        }
    }

    private static JsonObject Definitions(OperatorCatalog catalog)
    {
        var steps = catalog.Entries.Where(e => e.Role == OperatorRole.Step).ToList();
        var definitions = new JsonObject
        {
            ["source"] = Source([.. catalog.Entries.Where(e => e.Role == OperatorRole.Source)]),
            ["sink"] = OneKey([.. catalog.Entries.Where(e => e.Role == OperatorRole.Sink)], []),
            ["steps"] = new JsonObject { ["type"] = Types("array"), ["items"] = Reference("step"), ["description"] = "What samples pass, in order." },
            ["step"] = OneKey(steps, new() { ["route"] = Reference("route"), ["tee"] = Reference("tee") }),
            ["route"] = Branching("Sends each sample down the first branch whose 'when' holds, else down the default.", withPredicate: true),
            ["tee"] = Branching("Sends a copy of each sample down every branch; each ends in a sink.", withPredicate: false),
        };
        foreach (var entry in catalog.Entries)
        {
            definitions[KeyOf(entry)] = OfOperator(entry);
        }

        return definitions;
    }

    private static JsonObject OfOperator(OperatorEntry entry)
    {
        var schema = OptionSchema.OfRecord(entry.Options);
        schema["type"] = Types("object");
        schema["description"] = entry.Summary;
        if (entry.Example.Length > 0)
        {
            schema["examples"] = new JsonArray(entry.Example);
        }

        return schema;
    }

    private static JsonObject Source(IReadOnlyList<OperatorEntry> sources)
    {
        var oneKey = OneKey(sources, new() { ["steps"] = Reference("steps") });
        var map = oneKey["anyOf"]![0]!.AsObject();
        map["maxProperties"] = 2;
        map["oneOf"] = new JsonArray([.. sources.Select(s => new JsonObject { ["required"] = new JsonArray(s.Name) })]);
        return oneKey;
    }

    private static JsonObject OneKey(IReadOnlyList<OperatorEntry> entries, JsonObject more)
    {
        var properties = new JsonObject(entries.Select(e => KeyValuePair.Create(e.Name, (JsonNode?)Reference(KeyOf(e)))).Concat(Detached(more)));
        var bare = OptionSchema.Strings(entries.Where(e => e.Options.All(o => !o.IsRequired)).Select(e => e.Name));
        var map = new JsonObject
        {
            ["type"] = "object",
            ["minProperties"] = 1,
            ["maxProperties"] = 1,
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        return new() { ["anyOf"] = bare.Count == 0 ? new JsonArray(map) : new JsonArray(map, new JsonObject { ["enum"] = bare }) };
    }

    private static JsonObject Branching(string description, bool withPredicate)
    {
        var branch = new JsonObject { ["steps"] = Reference("steps"), ["to"] = new JsonObject { ["type"] = "string", ["description"] = "The sink in which the branch ends." } };
        var properties = new JsonObject();
        if (withPredicate)
        {
            branch["when"] = new JsonObject { ["type"] = "string", ["description"] = "A comparison such as text_len >= 1000 and lang == 'de'." };
            properties["default"] = new JsonObject { ["type"] = "string", ["description"] = "The branch for which no 'when' need hold." };
        }

        properties["branches"] = new JsonObject
        {
            ["type"] = "object",
            ["minProperties"] = 1,
            ["additionalProperties"] = new JsonObject { ["type"] = Types("object"), ["additionalProperties"] = false, ["properties"] = branch },
        };
        return new()
        {
            ["type"] = "object",
            ["description"] = description,
            ["additionalProperties"] = false,
            ["required"] = withPredicate ? new JsonArray("branches", "default") : new JsonArray("branches"),
            ["properties"] = properties,
        };
    }

    private static JsonObject Named(string definition, string description) =>
        new() { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = Reference(definition), ["description"] = description };

    private static JsonObject OneOf(string single, string several) => new()
    {
        ["oneOf"] = new JsonArray(new JsonObject { ["required"] = new JsonArray(single) }, new JsonObject { ["required"] = new JsonArray(several) }),
    };

    private static JsonArray Types(string type) => [type, "null"];

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    private static string KeyOf(OperatorEntry entry) => $"{SnakeCase.Of(entry.Role.ToString())}.{entry.Name}";

    private static List<KeyValuePair<string, JsonNode?>> Detached(JsonObject from)
    {
        var entries = from.ToList();
        from.Clear();
        return entries;
    }
}
