using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Samples;

/// <summary>A sample as UTF-8 JSON, for dead letters and people. Bytes are base64; lone surrogates become U+FFFD.</summary>
public static class SampleJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes every member that is not empty.</summary>
    public static byte[] Encode(Sample sample)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, sample);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the sample as one JSON object.</summary>
    public static void Write(Utf8JsonWriter json, Sample sample)
    {
        json.WriteStartObject();
        json.WriteString(KnownColumns.Id, sample.Id);
        json.WriteString(KnownColumns.Text, sample.Text);
        WriteMedia(json, KnownColumns.Images, sample.Images);
        WriteMedia(json, KnownColumns.Audios, sample.Audios);
        WriteMedia(json, KnownColumns.Videos, sample.Videos);
        if (sample.Messages.Count > 0)
        {
            json.WriteStartArray(KnownColumns.Messages);
            foreach (var turn in sample.Messages)
            {
                json.WriteStartObject();
                json.WriteString("role", turn.Role);
                json.WriteString("content", turn.Content);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        for (var i = 0; i < sample.Meta.Count; i++)
        {
            json.WritePropertyName(sample.Meta.Names[i]);
            WriteValue(json, sample.Meta.ValueAt(i));
        }

        json.WriteStartObject(KnownColumns.Stats);
        foreach (var key in sample.Stats.Keys)
        {
            json.WritePropertyName(key);
            WriteValue(json, sample.Stats[key]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a column's value without its schema: structs as arrays.</summary>
    public static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string s: json.WriteStringValue(s); break;
            case bool b: json.WriteBooleanValue(b); break;
            case long l: json.WriteNumberValue(l); break;
            case ulong u: json.WriteNumberValue(u); break;
            case double d when double.IsFinite(d): json.WriteNumberValue(d); break;
            case double d: json.WriteStringValue(d.ToString(System.Globalization.CultureInfo.InvariantCulture)); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case System.Collections.IEnumerable list: WriteList(json, list); break;
            default: json.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteList(Utf8JsonWriter json, System.Collections.IEnumerable list)
    {
        json.WriteStartArray();
        foreach (var item in list)
        {
            WriteValue(json, item is int or float ? Convert.ToDouble(item, System.Globalization.CultureInfo.InvariantCulture) : item);
        }

        json.WriteEndArray();
    }

    private static void WriteMedia(Utf8JsonWriter json, string name, IReadOnlyList<Media> media)
    {
        if (media.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var m in media)
        {
            json.WriteStartObject();
            if (m.Bytes is { } bytes)
            {
                json.WriteBase64String("bytes", bytes.Span);
            }

            json.WriteString("path", m.Path);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
