using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Streaming.Samples;

/// <summary>Column values as JSON: bytes as base64, decimals as exact numbers, NaN and infinities as null, dates and times as the integers that they are, maps as objects, or as lists of pairs where their keys are no text.</summary>
public static class JsonValues
{
    /// <summary>Writes a value of a type.</summary>
    public static void Write(Utf8JsonWriter json, object? value, ColumnType type)
    {
        switch (value, type)
        {
            case (null, _): json.WriteNullValue(); break;
            case (string s, _): json.WriteStringValue(s); break;
            case (bool b, _): json.WriteBooleanValue(b); break;
            case (long l, _): json.WriteNumberValue(l); break;
            case (int i, _): json.WriteNumberValue(i); break;
            case (ulong u, _): json.WriteNumberValue(u); break;
            case (double d, _) when double.IsFinite(d): json.WriteNumberValue(d); break;
            case (float f, _) when float.IsFinite(f): json.WriteNumberValue(f); break;
            case (double or float, _): json.WriteNullValue(); break;
            case (Int128 i, DecimalType d): json.WriteRawValue(Decimal(i, d.Scale)); break;
            case (byte[] bytes, _): json.WriteBase64StringValue(bytes); break;
            case (ReadOnlyMemory<byte> bytes, _): json.WriteBase64StringValue(bytes.Span); break;
            case (object?[] fields, StructType s): WriteStruct(json, fields, s); break;
            case (KeyValuePair<object, object?>[] pairs, MapType m): WriteMap(json, pairs, m); break;
            case (IEnumerable items, ListType l): WriteList(json, items, l.Element); break;
            default: throw new InvalidDataException($"A value of {value.GetType().Name} does not fit a column of {type}.");
        }
    }

    /// <summary>The unscaled integer with its point where the scale says.</summary>
    public static string Decimal(Int128 unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        if (scale <= 0)
        {
            return (unscaled < 0 ? "-" : "") + digits + (digits == "0" ? "" : new string('0', -scale));
        }

        digits = digits.PadLeft(scale + 1, '0');
        return $"{(unscaled < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static void WriteStruct(Utf8JsonWriter json, object?[] fields, StructType type)
    {
        json.WriteStartObject();
        for (var i = 0; i < type.Fields.Count; i++)
        {
            json.WritePropertyName(type.Fields[i].Name);
            Write(json, fields[i], type.Fields[i].Type);
        }

        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, KeyValuePair<object, object?>[] pairs, MapType type)
    {
        if (type.Key == ColumnType.String)
        {
            WriteObject(json, pairs, type.Value);
            return;
        }

        json.WriteStartArray();
        foreach (var pair in pairs)
        {
            json.WriteStartArray();
            Write(json, pair.Key, type.Key);
            Write(json, pair.Value, type.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, KeyValuePair<object, object?>[] pairs, ColumnType type)
    {
        json.WriteStartObject();
        foreach (var pair in pairs)
        {
            json.WritePropertyName((string)pair.Key);
            Write(json, pair.Value, type);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable items, ColumnType element)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            Write(json, item, element);
        }

        json.WriteEndArray();
    }
}
