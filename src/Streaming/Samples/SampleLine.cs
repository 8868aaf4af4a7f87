using System.Text.Json;

namespace Streaming.Samples;

/// <summary>A sample as one JSON object with the columns of a schema.</summary>
public static class SampleLine
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, Sample sample, RowSchema schema)
    {
        json.WriteStartObject();
        foreach (var column in schema.Columns)
        {
            json.WritePropertyName(column.Name);
            WriteColumn(json, sample, column);
        }

        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, Sample sample, Column column)
    {
        switch (column.Name)
        {
            case KnownColumns.Id: json.WriteStringValue(sample.Id); break;
            case KnownColumns.Text: json.WriteStringValue(sample.Text); break;
            case KnownColumns.Images: WriteMedia(json, sample.Images); break;
            case KnownColumns.Audios: WriteMedia(json, sample.Audios); break;
            case KnownColumns.Videos: WriteMedia(json, sample.Videos); break;
            case KnownColumns.Messages: WriteMessages(json, sample.Messages); break;
            case KnownColumns.Stats: WriteStats(json, sample.Stats, (StructType)column.Type); break;
            case KnownColumns.Lineage: WriteLineage(json, sample.Lineage); break;
            default: JsonValues.Write(json, sample.Meta[column.Name], column.Type); break;
        }
    }

    private static void WriteMedia(Utf8JsonWriter json, IReadOnlyList<Media> media)
    {
        json.WriteStartArray();
        foreach (var m in media)
        {
            json.WriteStartObject();
            json.WritePropertyName("bytes");
            if (m.Bytes is { } bytes)
            {
                json.WriteBase64StringValue(bytes.Span);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteString("path", m.Path);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMessages(Utf8JsonWriter json, IReadOnlyList<ChatTurn> turns)
    {
        json.WriteStartArray();
        foreach (var turn in turns)
        {
            json.WriteStartObject();
            json.WriteString("role", turn.Role);
            json.WriteString("content", turn.Content);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStats(Utf8JsonWriter json, SampleStats stats, StructType type)
    {
        json.WriteStartObject();
        foreach (var field in type.Fields)
        {
            json.WritePropertyName(field.Name);
            JsonValues.Write(json, stats[field.Name], field.Type);
        }

        json.WriteEndObject();
    }

    private static void WriteLineage(Utf8JsonWriter json, Lineage lineage)
    {
        json.WriteStartObject();
        json.WriteString("source", lineage.Split.Source);
        json.WriteString("split", lineage.Split.Name);
        json.WriteNumber("position", lineage.Position);
        json.WriteStartArray("parents");
        foreach (var parent in lineage.Parents)
        {
            json.WriteStringValue(parent);
        }

        json.WriteEndArray();
        json.WriteString("run", lineage.Run);
        json.WriteEndObject();
    }
}
