using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Streaming.Models.Chat.Jinja;

/// <summary>JSON as Python's <c>json.dumps(ensure_ascii=False)</c> writes it, which is what transformers' <c>tojson</c> is.</summary>
internal static class JinjaJson
{
    /// <summary>A value as JSON; over several lines where <paramref name="indent"/> is given.</summary>
    public static string Text(object? value, int? indent = null)
    {
        var text = new StringBuilder();
        Write(text, value, indent, 0);
        return text.ToString();
    }

    /// <summary>JSON as a value.</summary>
    public static object? ValueOf(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new JinjaMap();
                foreach (var pair in json.EnumerateObject())
                {
                    map[pair.Name] = ValueOf(pair.Value);
                }

                return map;
            case JsonValueKind.Array:
                return json.EnumerateArray().Select(ValueOf).ToList();
            case JsonValueKind.String:
                return json.GetString();
            case JsonValueKind.Number:
                return json.TryGetInt64(out var number) ? (object)number : json.GetDouble();
            default:
                return json.ValueKind == JsonValueKind.Null ? null : json.GetBoolean();
        }
    }

    private static void Write(StringBuilder text, object? value, int? indent, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case string content:
                WriteString(text, content);
                break;
            case List<object?> list:
                WriteAll(text, '[', ']', list, indent, depth, item => Write(text, item, indent, depth + 1));
                break;
            case JinjaMap map:
                WriteAll(text, '{', '}', map.Keys.ToList(), indent, depth, key =>
                {
                    WriteString(text, key);
                    text.Append(": ");
                    Write(text, map[key], indent, depth + 1);
                });
                break;
            case long number:
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double:
                text.Append(JinjaValues.TextOf(value));
                break;
            default:
                throw new JinjaException($"{JinjaValues.Kind(value)} cannot be written as JSON");
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, char close, List<T> items, int? indent, int depth, Action<T> write)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : indent is null ? ", " : ",");
            NewLine(text, indent, depth + 1);
            write(items[i]);
        }

        if (items.Count > 0)
        {
            NewLine(text, indent, depth);
        }

        text.Append(close);
    }

    private static void NewLine(StringBuilder text, int? indent, int depth)
    {
        if (indent is { } width)
        {
            text.Append('\n').Append(' ', width * depth);
        }
    }

    private static void WriteString(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (var sign in content)
        {
            _ = sign switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)sign:x4}"),
                _ => text.Append(sign),
            };
        }

        text.Append('"');
    }
}
