using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Topologies;

/// <summary>Writes a tree as a topology's YAML, in block style: what looks like a variable of the environment is made text.</summary>
internal static partial class YamlWriter
{
    private static readonly JsonSerializerOptions _quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text, which ends with a line feed.</summary>
    public static string Write(YamlMap root)
    {
        var text = new StringBuilder();
        foreach (var entry in root.Entries)
        {
            Append(text, entry, 0);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, YamlEntry entry, int depth)
    {
        text.Append(' ', depth * 2).Append(Scalar(entry.Key)).Append(':');
        AppendValue(text, entry.Value, depth);
    }

    private static void AppendValue(StringBuilder text, YamlTree value, int depth)
    {
        switch (value)
        {
            case YamlMap { Entries.Count: > 0 } map:
                text.Append('\n');
                foreach (var entry in map.Entries)
                {
                    Append(text, entry, depth + 1);
                }

                break;
            case YamlList { Items.Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list.Items)
                {
                    AppendItem(text, item, depth + 1);
                }

                break;
            default:
                text.Append(' ').Append(Leaf(value)).Append('\n');
                break;
        }
    }

    private static void AppendItem(StringBuilder text, YamlTree item, int depth)
    {
        text.Append(' ', depth * 2).Append('-');
        if (item is not YamlMap { Entries: [var first, ..] } map)
        {
            AppendValue(text, item, depth);
            return;
        }

        // A step without options is its bare name.
        if (map.Entries.Count == 1 && first.Value is YamlMap { Entries.Count: 0 } or YamlScalar { IsNull: true })
        {
            text.Append(' ').Append(Scalar(first.Key)).Append('\n');
            return;
        }

        text.Append(' ').Append(Scalar(first.Key)).Append(':');
        AppendValue(text, first.Value, depth + 1);
        foreach (var entry in map.Entries.Skip(1))
        {
            Append(text, entry, depth + 1);
        }
    }

    private static string Leaf(YamlTree value) => value switch
    {
        YamlScalar scalar => Scalar(scalar),
        YamlList => "[]",
        _ => "{}",
    };

    private static string Scalar(YamlScalar scalar) => scalar switch
    {
        { IsNull: true } => "null",
        _ when scalar.Value.Contains("${", StringComparison.Ordinal) => JsonSerializer.Serialize(scalar.Value.Replace("${", "$${", StringComparison.Ordinal), _quoted),
        { IsPlain: true } when !scalar.Value.AsSpan().ContainsAny('\n', '\r') => scalar.Value,
        _ when Simple().IsMatch(scalar.Value) && ScalarValue.Any(new(scalar.Value, true, scalar.Where)) is string => scalar.Value,
        _ => JsonSerializer.Serialize(scalar.Value, _quoted),
    };

    [GeneratedRegex("^[A-Za-z0-9_./][A-Za-z0-9_./-]*\\z")]
    private static partial Regex Simple();
}
