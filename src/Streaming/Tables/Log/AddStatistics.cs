using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Tables;

/// <summary>The statistics of a file in an <c>add</c> (protocol section "Per-file Statistics").</summary>
/// <remarks>
/// Bounds are given for numbers, dates, timestamps and text, at the top and within structs; readers know none for lists and maps. Text is cut to 32 code points: a lower bound
/// stays one, an upper bound is rounded up. Timestamps are rounded outwards to milliseconds, since some readers compare no finer. What JSON cannot say (NaN, infinities, lone
/// surrogates) is left out.
/// </remarks>
public static class AddStatistics
{
    private const int MaxCodePoints = 32;
    private const long MillisecondMicros = 1000;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON of a shard's summary.</summary>
    /// <param name="summary">What the shard holds, by dotted path.</param>
    /// <param name="schema">The schema as stored (<see cref="DeltaSchema.StoreAs(RowSchema)"/>).</param>
    public static string ToJson(ShardSummary summary, RowSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", summary.Rows);
            WriteTree(json, "minValues", summary, schema, static (type, column) => Bound(type, column.Min, upper: false));
            WriteTree(json, "maxValues", summary, schema, static (type, column) => Bound(type, column.Max, upper: true));
            WriteTree(json, "nullCount", summary, schema, static (_, column) => column.NullCount);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The rows that an <c>add</c> says its file holds; null where it says nothing.</summary>
    public static long? Rows(string? stats)
    {
        if (stats is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(stats);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("numRecords", out var rows)
                && rows.ValueKind == JsonValueKind.Number && rows.TryGetInt64(out var count) ? count : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WriteTree(Utf8JsonWriter json, string name, ShardSummary summary, RowSchema schema, Func<ColumnType, ColumnStatistics, object?> pick)
    {
        json.WriteStartObject(name);
        WriteFields(json, "", schema.Columns, summary.Columns, pick);
        json.WriteEndObject();
    }

    private static void WriteFields(
        Utf8JsonWriter json,
        string prefix,
        IReadOnlyList<Column> fields,
        IReadOnlyDictionary<string, ColumnStatistics> columns,
        Func<ColumnType, ColumnStatistics, object?> pick)
    {
        foreach (var field in fields)
        {
            // A dot in a name makes its path mean another column as well; a wrong bound would hide rows, a missing one hides nothing.
            if (field.Name.Contains('.', StringComparison.Ordinal))
            {
                continue;
            }

            var path = prefix + field.Name;
            if (field.Type is StructType row)
            {
                json.WriteStartObject(field.Name);
                WriteFields(json, path + ".", row.Fields, columns, pick);
                json.WriteEndObject();
            }
            else if (columns.TryGetValue(path, out var found) && pick(field.Type, found) is { } value)
            {
                json.WritePropertyName(field.Name);
                SampleJson.WriteValue(json, value);
            }
        }
    }

    private static object? Bound(ColumnType type, object? value, bool upper) => (type, value) switch
    {
        (ScalarType { Kind: ScalarKind.Date }, long days) => Date(days),
        (ScalarType { Kind: ScalarKind.Int8 or ScalarKind.Int16 or ScalarKind.Int32 or ScalarKind.Int64 }, long number) => number,
        (ScalarType { Kind: ScalarKind.Float32 or ScalarKind.Float64 }, double number) => double.IsFinite(number) ? number : null,
        (ScalarType { Kind: ScalarKind.String }, string text) => Cut(text, upper),
        (TimestampType { Resolution: TimeResolution.Microseconds }, long micros) => Timestamp(micros, upper),
        _ => null,
    };

    private static string? Date(long days) =>
        days >= -DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber && days <= DateOnly.MaxValue.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
            ? DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private static string? Timestamp(long micros, bool upper)
    {
        var (whole, rest) = Math.DivRem(micros, MillisecondMicros);
        var millis = rest < 0 && !upper ? whole - 1 : rest > 0 && upper ? whole + 1 : whole;
        return millis >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && millis <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)
            : null;
    }

    private static string? Cut(string text, bool upper)
    {
        var runes = new List<Rune>(MaxCodePoints);
        for (var i = 0; i < text.Length;)
        {
            if (runes.Count == MaxCodePoints)
            {
                return upper ? Next(runes) : string.Concat(runes);
            }

            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                return null;
            }

            runes.Add(rune);
            i += rune.Utf16SequenceLength;
        }

        return text;
    }

    // The smallest text of at most this length above all that begin with it, in code point order, which is the order of UTF-8; there is none above U+10FFFF alone.
    private static string? Next(List<Rune> runes)
    {
        var last = runes.FindLastIndex(r => r.Value < 0x10FFFF);
        if (last < 0)
        {
            return null;
        }

        var value = runes[last].Value;
        runes[last] = new Rune(value == 0xD7FF ? 0xE000 : value + 1);
        return string.Concat(runes.Take(last + 1));
    }
}
