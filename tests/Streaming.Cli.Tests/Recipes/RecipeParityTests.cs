using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Cli.Tests.Recipes;

/// <summary>Whole recipes, run as they are: after every operator as many samples are left, and in the end the same ones in the same order, with the same texts and stats, as Data-Juicer's own executor gave.</summary>
public sealed partial class RecipeParityTests
{
    // Recorded stats went through JSON with ten decimals; see the recordings' README.
    private const double Tolerance = 1e-9;

    /// <summary>One row for each recorded recipe of each folder.</summary>
    public static TheoryData<string> Recorded()
    {
        var data = new TheoryData<string>();
        foreach (var file in RecordedRecipes.Folders.Select(f => Path.Combine(f, "recipes")).Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.expected.json")).Order(StringComparer.Ordinal))
        {
            data.Add(file);
        }

        if (!((IEnumerable<object>)data).Any())
        {
            data.Add("");
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Recorded))]
    public async Task Gives_what_Data_Juicer_gave(string expectedFile)
    {
        Skip.If(expectedFile.Length == 0, "No recorded recipe is here: STREAMING_GOLDENS names the folders.");
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(expectedFile))!;
        var recipe = expectedFile.Replace(".expected.json", ".yaml", StringComparison.Ordinal);
        var dataset = Path.Combine(folder, Setting().Match(File.ReadAllText(recipe)).Groups["path"].Value);
        using var output = new TempFolder();

        var run = await CommandLine.RunAsync("run", recipe, "--json", "--set", $"export_path={output.Path}/out.jsonl", "--set", $"dataset_path={dataset}");

        Skip.If(run.Error.Contains("not exist here", StringComparison.Ordinal), run.Error);
        Assert.True(run.Code == 0, run.Error);
        var expected = RecordedRecipes.Open(expectedFile);
        Assert.Equal(
            expected.GetProperty("left").EnumerateArray().Select(l => (l.GetProperty("op").GetString(), l.GetProperty("left").GetInt32())),
            run.Json["operators"]!.AsArray().Select(o => ((string?)o!["name"]!.GetValue<string>(), o["out"]!.GetValue<int>())));
        CheckSurvivors(expected.GetProperty("survivors"), Lines(Directory.GetFiles(Path.Combine(output.Path, "out.jsonl"), "*.jsonl")), Lines([dataset]));
    }

    private static void CheckSurvivors(JsonElement expected, List<JsonElement> survivors, List<JsonElement> inputs)
    {
        Assert.Equal(expected.EnumerateArray().Select(Id), survivors.Select(Id));
        var texts = inputs.ToDictionary(Id, i => i.GetProperty("text").GetString());
        Assert.All(expected.EnumerateArray().Zip(survivors), pair =>
        {
            var (wanted, got) = pair;
            Assert.Equal(wanted.TryGetProperty("text", out var text) ? text.GetString() : texts[Id(wanted)], got.GetProperty("text").GetString());
            foreach (var stat in wanted.GetProperty("stats").EnumerateObject().Where(s => s.Value.ValueKind != JsonValueKind.Null))
            {
                Assert.True(Same(stat.Value, got.GetProperty("__dj__stats__").GetProperty(stat.Name)), $"{Id(wanted)} {stat.Name}: {stat.Value} recorded, {got.GetProperty("__dj__stats__").GetProperty(stat.Name)} now");
            }
        });
    }

    private static bool Same(JsonElement expected, JsonElement actual) => expected.ValueKind switch
    {
        JsonValueKind.Array => expected.GetArrayLength() == actual.GetArrayLength() && expected.EnumerateArray().Zip(actual.EnumerateArray()).All(p => Same(p.First, p.Second)),
        JsonValueKind.Number => Math.Abs(expected.GetDouble() - actual.GetDouble()) <= Tolerance * Math.Max(1, Math.Abs(expected.GetDouble())),
        _ => string.Create(CultureInfo.InvariantCulture, $"{expected}") == string.Create(CultureInfo.InvariantCulture, $"{actual}"),
    };

    private static string Id(JsonElement row) => row.GetProperty("id").GetString()!;

    private static List<JsonElement> Lines(IEnumerable<string> files) =>
        [.. files.Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement)];

    [GeneratedRegex(@"^dataset_path:\s*(?<path>\S+)", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
