using System.Text.Json;
using Streaming.Operators.Grouping;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Data-Juicer's recorded groups. There a group has a list under each column's own name; here ids and texts have lists beside them.</summary>
public class GrouperParityTests
{
    /// <summary>One row for each recorded case of each folder.</summary>
    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var file in GoldenFolders.All.SelectMany(GoldenFile.In).Where(f => f.Kind == "grouper"))
        {
            foreach (var @case in file.Cases)
            {
                cases.Add(file.Operator, @case.GetProperty("name").GetString()!, file.Folder);
            }
        }

        if (!((IEnumerable<object>)cases).Any())
        {
            cases.Add("", "all", "");
        }

        return cases;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Gives_what_Data_Juicer_gave(string @operator, string @case, string folder)
    {
        Skip.If(folder.Length == 0, "No recorded groups are here: STREAMING_GOLDENS names the folders.");
        var file = GoldenFile.Open(Path.Combine(folder, @operator + ".json"));
        var recorded = file.Case(@case);
        var isReverse = @operator == "naive_reverse_grouper";
        var rows = file.Inputs(recorded);
        var samples = GoldenSamples.Of(isReverse ? [.. rows.Select(Renamed)] : rows, folder);
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, @operator)!;
        var (options, problems) = OptionsBinder.Bind(entry, recorded.GetProperty("params").GetRawText(), folder);
        Assert.Empty(problems);
        var tested = (Operator)new OperatorSpec(entry.Name, entry.Implementation, options, new(1, 1)).Create();
        var schema = tested.Describe(samples.Schema);

        await using var driver = await OperatorDriver.OpenAsync(tested, samples.Schema);
        await driver.ApplyAsync(samples.Samples);
        await driver.FinishAsync();

        var expected = recorded.GetProperty("expected").EnumerateArray().ToList();
        Assert.Equal(expected.Count, driver.Out.Count);
        Assert.All(expected.Zip(driver.Out), pair => Check(pair.First, pair.Second, schema));
    }

    private static void Check(JsonElement expected, Sample sample, RowSchema schema)
    {
        if (expected.TryGetProperty("columns", out var columns))
        {
            Assert.Equal(expected.GetProperty("ids").EnumerateArray().Select(i => i.GetString()), ((object?[])sample.Meta[GroupColumns.Ids]!).Cast<string>());
            Assert.Equal(columns.EnumerateArray().Select(c => c.GetString()), sample.Meta.Names.Select(n => n switch { GroupColumns.Ids => "id", GroupColumns.Texts => "text", _ => n }).Order(StringComparer.Ordinal));
            return;
        }

        foreach (var column in expected.EnumerateObject())
        {
            var (value, type) = (column.Name, column.Value.ValueKind) switch
            {
                ("id", JsonValueKind.String) => (sample.Id, ColumnType.String),
                ("text", JsonValueKind.String) => (sample.Text, ColumnType.String),
                ("id", _) => (sample.Meta[GroupColumns.Ids], new ListType(ColumnType.String)),
                ("text", _) => (sample.Meta[GroupColumns.Texts], new ListType(ColumnType.String)),
                _ => (sample.Meta[column.Name], schema.Find(column.Name)!.Type),
            };
            Assert.Equal(Written(GoldenTypes.Value(column.Value, type), type), Written(value, type));
        }
    }

    private static string Written(object? value, ColumnType type)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            JsonValues.Write(json, value, type);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    // The lists of ids and texts under the names that they have here.
    private static JsonElement Renamed(JsonElement row) => JsonSerializer.SerializeToElement(row.EnumerateObject().ToDictionary(
        p => p.Name switch { "id" => GroupColumns.Ids, "text" => GroupColumns.Texts, var name => name },
        p => p.Value));
}
