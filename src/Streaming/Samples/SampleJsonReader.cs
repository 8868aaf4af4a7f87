using System.Globalization;
using System.Text.Json;

namespace Streaming.Samples;

/// <summary>Reads samples that <see cref="SampleJson"/> wrote, by the schema that they had. Maps are not written so that they can be read again; a sample that has one is refused.</summary>
internal static class SampleJsonReader
{
    /// <summary>Reads one.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="schema">The columns that the sample had.</param>
    /// <param name="lineage">The lineage that it is to have.</param>
    /// <exception cref="InvalidDataException">It is no such JSON, or does not fit the schema.</exception>
    public static Sample Read(ReadOnlyMemory<byte> json, RowSchema schema, Lineage lineage)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, schema, lineage);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"This is no sample as JSON: {e.Message}", e);
        }
    }

    private static Sample Read(JsonElement json, RowSchema schema, Lineage lineage)
    {
        var sample = new Sample { Id = json.GetProperty(KnownColumns.Id).GetString()!, Lineage = lineage };
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case KnownColumns.Id: break;
                case KnownColumns.Text: sample.Text = member.Value.GetString() ?? ""; break;
                case KnownColumns.Images: sample.Images = Media(member.Value); break;
                case KnownColumns.Audios: sample.Audios = Media(member.Value); break;
                case KnownColumns.Videos: sample.Videos = Media(member.Value); break;
                case KnownColumns.Messages: sample.Messages = [.. member.Value.EnumerateArray().Select(t => new ChatTurn(t.GetProperty("role").GetString()!, t.GetProperty("content").GetString()!))]; break;
                case KnownColumns.Stats: ReadStats(member.Value, sample.Stats, schema.Find(KnownColumns.Stats)?.Type as StructType); break;
                default: sample.Meta[member.Name] = Value(member.Value, schema.Find(member.Name)?.Type ?? throw new InvalidDataException($"There is no column '{member.Name}' any more.")); break;
            }
        }

        return sample;
    }

    private static void ReadStats(JsonElement json, SampleStats stats, StructType? type)
    {
        foreach (var stat in json.EnumerateObject())
        {
            stats[stat.Name] = type?.Fields.FirstOrDefault(f => f.Name == stat.Name) is { } field ? Value(stat.Value, field.Type) : Bare(stat.Value);
        }
    }

    private static Media[] Media(JsonElement json) =>
        [.. json.EnumerateArray().Select(m => new Media(m.TryGetProperty("bytes", out var bytes) ? bytes.GetBytesFromBase64() : (ReadOnlyMemory<byte>?)null, m.GetProperty("path").GetString()))];

    private static object? Value(JsonElement json, ColumnType type) => json.ValueKind == JsonValueKind.Null ? null : type switch
    {
        ScalarType scalar => Scalar(json, scalar.Kind),
        TimestampType or TimeType => json.GetInt64(),
        DecimalType => Int128.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        ListType { Element: ScalarType { Kind: ScalarKind.Int32 } } => json.EnumerateArray().Select(e => e.GetInt32()).ToArray(),
        ListType { Element: ScalarType { Kind: ScalarKind.Float32 } } => json.EnumerateArray().Select(e => (float)Number(e)).ToArray(),
        ListType list => json.EnumerateArray().Select(e => Value(e, list.Element)).ToArray(),
        StructType fields when json.GetArrayLength() == fields.Fields.Count => json.EnumerateArray().Select((e, i) => Value(e, fields.Fields[i].Type)).ToArray(),
        _ => throw new InvalidDataException($"A value of the type {type} cannot be read from JSON."),
    };

    private static object? Scalar(JsonElement json, ScalarKind kind) => kind switch
    {
        ScalarKind.Bool => json.GetBoolean(),
        ScalarKind.String => json.GetString(),
        ScalarKind.Binary => json.GetBytesFromBase64(),
        ScalarKind.UInt64 => json.GetUInt64(),
        ScalarKind.Float16 or ScalarKind.Float32 or ScalarKind.Float64 => Number(json),
        _ => json.GetInt64(),
    };

    // Figures that JSON has no word for are written as text.
    private static double Number(JsonElement json) => json.ValueKind == JsonValueKind.String ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture) : json.GetDouble();

    private static object? Bare(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
        JsonValueKind.Array => json.EnumerateArray().Select(Bare).ToArray(),
        _ => throw new InvalidDataException("A stat is neither a figure nor a word."),
    };
}
