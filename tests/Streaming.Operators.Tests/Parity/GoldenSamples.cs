using System.Text.Json;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Turns JSON rows into samples, and finds the schema that fits them all.</summary>
internal sealed class GoldenSamples
{
    // These describe the texts to people; the operators that were recorded did not see them.
    private static readonly string[] Hidden = ["lang", "tags"];

    // What the operators' notes say of their inputs.
    private static readonly Dictionary<string, (string Column, string Seen)> SeenAs = new()
    {
        ["suffix_filter"] = ("suffix", "__dj__suffix__"),
        ["general_field_filter"] = ("meta", "__dj__meta__"),
    };

    private GoldenSamples(IReadOnlyList<Sample> samples, RowSchema schema)
    {
        Samples = samples;
        Schema = schema;
    }

    /// <summary>The samples in order.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>Their columns.</summary>
    public RowSchema Schema { get; }

    /// <summary>Reads rows; media paths are relative to <paramref name="folder"/>, and some operators saw some columns under other names.</summary>
    public static GoldenSamples Of(IReadOnlyList<JsonElement> rows, string folder, string @operator = "")
    {
        rows = SeenAs.TryGetValue(@operator, out var names) ? [.. rows.Select(r => Rename(r, names.Column, names.Seen))] : rows;
        var isText = rows.Count > 0 && Hidden.All(name => rows[0].TryGetProperty(name, out _));
        var columns = rows.SelectMany(r => r.EnumerateObject()).Select(p => p.Name).Distinct().Where(n => !isText || !Hidden.Contains(n)).ToList();
        var types = columns.ToDictionary(n => n, n => GoldenTypes.Of(rows.Where(r => r.TryGetProperty(n, out _)).Select(r => r.GetProperty(n))));
        // As a source carries them that is told to; see json_columns.
        if (@operator == "agent_dialog_normalize_mapper" && types.ContainsKey(KnownColumns.Messages))
        {
            types[KnownColumns.MessagesJson] = ColumnType.String;
            columns.Add(KnownColumns.MessagesJson);
            rows = [.. rows.Select(WithTrace)];
        }

        var schema = columns.Where(n => !KnownColumns.IsMember(n)).Aggregate(RowSchema.Text, (s, n) => s.With(new(n, types[n])));
        return new([.. rows.Select((row, i) => Read(row, i, types, folder))], schema);
    }

    private static JsonElement WithTrace(JsonElement row)
    {
        var properties = row.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        properties[KnownColumns.MessagesJson] = JsonSerializer.SerializeToElement(row.GetProperty(KnownColumns.Messages).GetRawText());
        return JsonSerializer.SerializeToElement(properties);
    }

    private static JsonElement Rename(JsonElement row, string column, string seen) =>
        JsonSerializer.SerializeToElement(row.EnumerateObject().ToDictionary(p => p.Name == column ? seen : p.Name, p => p.Value));

    private static Sample Read(JsonElement row, int position, Dictionary<string, ColumnType> types, string folder)
    {
        var id = row.TryGetProperty("id", out var given) ? given.GetString() : null;
        var sample = Some.Sample(row.TryGetProperty("text", out var text) ? text.GetString() ?? "" : "", id, position);
        foreach (var property in row.EnumerateObject().Where(p => types.ContainsKey(p.Name)))
        {
            switch (property.Name)
            {
                case KnownColumns.Id or KnownColumns.Text: break;
                case KnownColumns.Images: sample.Images = Media(property.Value, folder); break;
                case KnownColumns.Audios: sample.Audios = Media(property.Value, folder); break;
                case KnownColumns.Videos: sample.Videos = Media(property.Value, folder); break;
                case KnownColumns.Messages: sample.Messages = Turns(property.Value); break;
                case KnownColumns.Stats: SetStats(sample, property.Value); break;
                default: sample.Meta[property.Name] = Located(GoldenTypes.Value(property.Value, types[property.Name]), folder); break;
            }
        }

        return sample;
    }

    // Paths of files among the inputs are relative to the folder.
    private static object? Located(object? value, string folder) =>
        value is string { Length: > 0 } text && text.Contains('/', StringComparison.Ordinal) && File.Exists(Path.Combine(folder, text)) ? Path.GetFullPath(Path.Combine(folder, text)) : value;

    private static IReadOnlyList<Media> Media(JsonElement paths, string folder) =>
        paths.ValueKind == JsonValueKind.Array ? [.. paths.EnumerateArray().Select(p => new Media(null, Path.Combine(folder, p.GetString()!)))] : [];

    private static IReadOnlyList<ChatTurn> Turns(JsonElement turns) => turns.ValueKind == JsonValueKind.Array
        ? [.. turns.EnumerateArray().Select(t => new ChatTurn(Text(t, "role"), Text(t, "content")))]
        : [];

    private static string Text(JsonElement turn, string name) => turn.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static void SetStats(Sample sample, JsonElement stats)
    {
        foreach (var stat in stats.EnumerateObject())
        {
            // Records of judges are carried as JSON.
            sample.Stats[stat.Name] = stat.Value.ValueKind == JsonValueKind.Object ? stat.Value.GetRawText() : GoldenTypes.Value(stat.Value, GoldenTypes.Of([stat.Value]));
        }
    }
}
