using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streaming.Tables;

/// <summary>The statistics of a merged file, out of its parts'. A bound that some part lacks is left out: a missing bound hides no rows, a wrong one would.</summary>
internal static class StatisticsUnion
{
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The union; only the number of rows where a part says nothing.</summary>
    public static string Of(IEnumerable<string?> parts, long rows)
    {
        JsonObject? union = null;
        foreach (var part in parts)
        {
            if (part is null || JsonNode.Parse(part) is not JsonObject read)
            {
                union = null;
                break;
            }

            union = union is null ? read : Join(union, read);
        }

        var all = new JsonObject { ["numRecords"] = rows };
        foreach (var name in (string[])["minValues", "maxValues", "nullCount"])
        {
            if (union?[name] is JsonObject tree)
            {
                all[name] = tree.DeepClone();
            }
        }

        return all.ToJsonString(_plain);
    }

    private static JsonObject Join(JsonObject a, JsonObject b) => new()
    {
        ["minValues"] = Join(a["minValues"], b["minValues"], (x, y) => Compare(x, y) is { } c ? (c <= 0 ? x : y) : null),
        ["maxValues"] = Join(a["maxValues"], b["maxValues"], (x, y) => Compare(x, y) is { } c ? (c >= 0 ? x : y) : null),
        ["nullCount"] = Join(a["nullCount"], b["nullCount"], (x, y) => x.TryGetValue<long>(out var m) && y.TryGetValue<long>(out var n) ? JsonValue.Create(m + n) : null),
    };

    private static JsonNode? Join(JsonNode? a, JsonNode? b, Func<JsonValue, JsonValue, JsonNode?> pick)
    {
        switch (a, b)
        {
            case (JsonObject left, JsonObject right):
                var both = new JsonObject();
                foreach (var (name, value) in left)
                {
                    if (right.ContainsKey(name) && Join(value, right[name], pick) is { } joined)
                    {
                        both[name] = joined;
                    }
                }

                return both;
            case (JsonValue x, JsonValue y):
                return pick(x, y)?.DeepClone();
            default:
                return null;
        }
    }

    private static int? Compare(JsonValue a, JsonValue b) => (a.GetValueKind(), b.GetValueKind()) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => a.TryGetValue<long>(out var m) && b.TryGetValue<long>(out var n) ? m.CompareTo(n) : a.GetValue<double>().CompareTo(b.GetValue<double>()),

        // Text is ordered by code points, as UTF-8 is; dates and times are written so that this is their order too.
        (JsonValueKind.String, JsonValueKind.String) => Encoding.UTF8.GetBytes(a.GetValue<string>()).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.GetValue<string>())),
        _ => null,
    };
}
