using System.Globalization;
using System.Text.Json;
using Streaming.Samples;
using Streaming.Topologies;

namespace Streaming.Cli.Tests.Recipes;

/// <summary>What Data-Juicer's formatters read of files, against what the sources read that recipes choose for them: the same rows, with the same values.</summary>
public class FormatterParityTests
{
    // A column of several kinds of JSON; here the first kind counts, and rows of another are dead letters (docs/recipes.md).
    private static readonly string[] _different = ["json_formatter/mixed"];

    // A folder's files come in the order of the file system there.
    private static readonly string[] _unordered = ["text_formatter", "load_formatter"];

    /// <summary>One row for each recorded case of each folder.</summary>
    public static TheoryData<string, string> Recorded()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in RecordedRecipes.Folders.SelectMany(f => Directory.EnumerateFiles(f, "*_formatter.json")).Order(StringComparer.Ordinal))
        {
            foreach (var @case in RecordedRecipes.Open(file).GetProperty("cases").EnumerateArray())
            {
                data.Add(file, @case.GetProperty("name").GetString()!);
            }
        }

        if (!((IEnumerable<object>)data).Any())
        {
            data.Add("", "all");
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Recorded))]
    public async Task Gives_what_Data_Juicer_gave(string file, string name)
    {
        Skip.If(file.Length == 0, "No recorded formatter is here: STREAMING_GOLDENS names the folders.");
        var formatter = Path.GetFileNameWithoutExtension(file);
        Skip.If(_different.Contains($"{formatter}/{name}"), "Differs, as docs/recipes.md says.");
        var @case = RecordedRecipes.Open(file).GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        var expected = @case.GetProperty("expected");

        var (schema, samples, refusal) = await ReadAsync(Recipe(formatter, @case.GetProperty("params")), Path.GetDirectoryName(file)!);

        if (expected.TryGetProperty("error", out _))
        {
            Skip.If(refusal is null, "Data-Juicer refused it; here the good rows are read.");
            return;
        }

        Assert.True(refusal is null, refusal);
        var rows = expected.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(rows.Count, samples.Count);
        var wanted = _unordered.Contains(formatter) ? rows.OrderBy(r => r.GetProperty("text").GetString(), StringComparer.Ordinal) : rows.AsEnumerable();
        var got = _unordered.Contains(formatter) ? samples.OrderBy(s => s.Text, StringComparer.Ordinal) : samples.AsEnumerable();
        var types = expected.GetProperty("columns").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetString()!);
        Assert.All(wanted.Zip(got), pair => Check(pair.First, pair.Second, schema!, types));
    }

    private static void Check(JsonElement row, Sample sample, RowSchema schema, Dictionary<string, string> types)
    {
        foreach (var cell in row.EnumerateObject())
        {
            var (value, type) = cell.Name switch
            {
                "text" => (sample.Text, ColumnType.String),
                "id" => (sample.Id, ColumnType.String),
                _ => (sample.Meta[cell.Name], schema.Find(cell.Name)!.Type),
            };

            // Texts that look like times stay texts here.
            var isTime = types[cell.Name].StartsWith("Value('timestamp", StringComparison.Ordinal) && type == ColumnType.String;
            Assert.True(isTime || Same(cell.Value, value, type), $"{cell.Name}: {cell.Value.GetRawText()} recorded, {value} now");
        }
    }

    private static bool Same(JsonElement expected, object? value, ColumnType type) => (expected.ValueKind, value) switch
    {
        (JsonValueKind.Null, null or "") => true,
        (_, null) => expected.ValueKind is JsonValueKind.Undefined,
        (JsonValueKind.Object, byte[] bytes) => expected.GetProperty("bytes_hex").GetString() == Convert.ToHexStringLower(bytes),
        (JsonValueKind.Object, object?[] fields) when type is StructType s => s.Fields.Index().All(f => expected.TryGetProperty(f.Item.Name, out var e) ? Same(e, fields[f.Index], f.Item.Type) : fields[f.Index] is null)
            && expected.EnumerateObject().All(p => s.Fields.Any(f => f.Name == p.Name)),
        (JsonValueKind.Array, System.Collections.IEnumerable list) => SameList(expected, list, ((ListType)type).Element),
        (JsonValueKind.String, long ticks) when type is TimestampType { Resolution: TimeResolution.Microseconds } =>
            DateTime.Parse(expected.GetString()!, CultureInfo.InvariantCulture) == DateTime.UnixEpoch.AddMicroseconds(ticks),
        (JsonValueKind.String, double number) => expected.GetString() == number.ToString(CultureInfo.InvariantCulture),
        (JsonValueKind.Number, string id) => expected.GetRawText() == id,
        (JsonValueKind.Number, IConvertible number) => expected.GetDouble().Equals(Convert.ToDouble(number, CultureInfo.InvariantCulture)),
        (JsonValueKind.True or JsonValueKind.False, bool flag) => expected.GetBoolean() == flag,
        (JsonValueKind.String, string text) => expected.GetString() == text,
        _ => false,
    };

    private static bool SameList(JsonElement expected, System.Collections.IEnumerable list, ColumnType element)
    {
        var items = list.Cast<object?>().ToList();
        return items.Count == expected.GetArrayLength() && expected.EnumerateArray().Zip(items).All(p => Same(p.First, p.Second, element));
    }

    private static string Recipe(string formatter, JsonElement parameters)
    {
        var settings = parameters.EnumerateObject().Where(p => p.Name is not ("length" or "feature_keys")).Select(p => $"{p.Name}: {p.Value.GetRawText()}").ToList();
        if (formatter == "empty_formatter")
        {
            settings.Add($"generated_dataset_config: {{ type: EmptyFormatter, length: {parameters.GetProperty("length")}, feature_keys: {parameters.GetProperty("feature_keys").GetRawText()} }}");
        }

        if (!parameters.TryGetProperty("text_keys", out _))
        {
            settings.Add("text_keys: null");
        }

        return string.Join('\n', [.. settings, "process: []", "export_path: out.jsonl"]);
    }

    private static async Task<(RowSchema? Schema, List<Sample> Samples, string? Refusal)> ReadAsync(string recipe, string folder)
    {
        var reading = new TopologyReader(OperatorCatalog.Default).ReadText(recipe, folder);
        if (reading.Spec is not { } spec)
        {
            return (null, [], string.Join('\n', reading.Problems));
        }

        try
        {
            var samples = new List<Sample>();
            await using var source = (Source)Assert.Single(spec.Sources).Source.Create();
            var schema = await source.DescribeAsync(new() { Name = "source", BaseFolder = spec.BaseFolder, Run = "test", Memory = new MemoryAccount(1 << 28) }, CancellationToken.None);
            await foreach (var batch in source.ReadAsync(SplitPositions.Empty, CancellationToken.None))
            {
                samples.AddRange(batch.Batch.Samples);
            }

            return (schema, samples, null);
        }
        catch (BadInputException e)
        {
            return (null, [], e.Message);
        }
    }
}
