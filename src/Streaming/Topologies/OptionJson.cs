using System.Collections;
using System.Text.Json.Nodes;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Writes option values as JSON: numbers and flags as such, units and words as strings.</summary>
internal static class OptionJson
{
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        int number => number,
        long number => number,
        uint number => number,
        ulong number => number,
        float number => number,
        double number when double.IsFinite(number) => number,
        string or Enum or TimeSpan or ByteSize or double => OptionText.Of(value),
        IDictionary map => new JsonObject(map.Keys.Cast<string>().Select(k => KeyValuePair.Create(k, Of(map[k])))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Of)]),
        _ => new JsonObject(OptionReflection.OptionsOf(value.GetType()).Select(p => KeyValuePair.Create(OptionReflection.NameOf(p), Of(p.GetValue(value))))),
    };
}
