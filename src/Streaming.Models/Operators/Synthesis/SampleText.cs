using System.Text;
using System.Text.Json;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>Columns and stats of a sample as texts for prompts, and texts into columns.</summary>
internal static class SampleText
{
    private const string StatsPrefix = KnownColumns.Stats + ".";

    /// <summary>The text of a column or stat; empty where there is no value.</summary>
    public static string Of(Sample sample, string name) => name switch
    {
        KnownColumns.Text => sample.Text,
        KnownColumns.Id => sample.Id,
        KnownColumns.Messages => string.Join("\n\n", sample.Messages.Select(turn => $"{turn.Role}: {turn.Content}")),
        _ when name.StartsWith(StatsPrefix, StringComparison.Ordinal) => TextOf(sample.Stats[name[StatsPrefix.Length..]]),
        _ => TextOf(sample.Meta[name]),
    };

    /// <summary>Sets a text, or any column.</summary>
    public static void Set(Sample sample, string name, object? value)
    {
        if (name == KnownColumns.Text)
        {
            sample.Text = (string?)value ?? "";
        }
        else
        {
            sample.Meta[name] = value;
        }
    }

    /// <summary>That all names are columns or stats.</summary>
    /// <exception cref="BadInputException">One is none.</exception>
    public static void Check(RowSchema schema, string option, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!name.StartsWith(StatsPrefix, StringComparison.Ordinal) && schema.Find(name) is null)
            {
                throw new BadInputException($"{option}: there is no column '{name}'. Known are {string.Join(", ", schema.Columns.Select(column => column.Name))}.");
            }
        }
    }

    private static string TextOf(object? value)
    {
        switch (value)
        {
            case null: return "";
            case string text: return text;
            case IFormattable number: return number.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
            default:
                var buffer = new System.Buffers.ArrayBufferWriter<byte>();
                using (var json = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                {
                    SampleJson.WriteValue(json, value);
                }

                return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }
}
