using System.Text.Json;
using Streaming.Operators.Cleaning;
using Streaming.Recordings.FFmpeg;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Every recorded result of Data-Juicer, for the operators that we have: same stats, same decisions, same texts, same survivors.</summary>
public class DataJuicerParityTests
{
    private const string ModelPrefix = "models/";
    private const string AnyFolder = "<any>";

    /// <summary>One row for each recorded case of each folder.</summary>
    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var file in GoldenFolders.All.SelectMany(GoldenFile.In).Where(file => !file.IsDatatrove))
        {
            foreach (var @case in file.Cases)
            {
                cases.Add(file.Operator, @case.GetProperty("name").GetString()!, file.Folder);
            }
        }

        if (GoldenFolders.All.Count < 2)
        {
            cases.Add("", "all", "");
        }

        return cases;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Gives_what_Data_Juicer_gave(string @operator, string @case, string folder)
    {
        Skip.If(folder.Length == 0, "Only the project's own recordings are here: STREAMING_GOLDENS names the folders of more.");
        var file = GoldenFile.Open(Path.Combine(folder, @operator + ".json"));
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, @operator);
        Skip.If(entry is null, $"{@operator} is not in the catalogue.");
        Skip.IfNot(file.Kind is "filter" or "mapper" or "deduplicator" or "selector", $"A {file.Kind}'s results are not compared here.");

        var recorded = file.Case(@case);
        var rows = file.Inputs(recorded);
        var samples = GoldenSamples.Of(rows, folder, @operator);
        var before = samples.Samples.Select(s => s.Copy()).ToList();
        var expected = recorded.GetProperty("expected");
        OperatorDriver driver;
        try
        {
            driver = await OpenAsync(entry, recorded, file, samples.Schema);
        }
        catch (MissingToolException e)
        {
            throw new SkipException(e.Message);
        }
        catch (BadInputException) when (Refused(expected))
        {
            return;
        }

        await using (driver)
        {
            await driver.ApplyAsync(samples.Samples);
            await driver.FinishAsync();
            new GoldenVerdict(file, driver, driver.Operator.Describe(samples.Schema), before.Zip(rows).ToDictionary(b => b.First.Id)).Check(expected);
            GoldenHashes.Check(expected, before, driver.Operator);
        }
    }

    private static async Task<OperatorDriver> OpenAsync(OperatorEntry entry, JsonElement recorded, GoldenFile file, RowSchema schema)
    {
        // Where the recordings' models by name lie; see the notes in the files.
        Environment.SetEnvironmentVariable("DATA_JUICER_EXTERNAL_MODELS_HOME", Path.Combine(file.Folder, "inputs", "assets", "models"));
        var parameters = recorded.GetProperty("params").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        Skip.If(NeedsNewerDictionaries(entry.Name, parameters), "OpenCC's Japanese dictionary is older here than the one of the recording.");
        Skip.If(parameters.Values.Any(IsMissingModel), "Its model is not here: STREAMING_MODEL_GOLDENS names the folders of models.");
        var given = parameters.Select(p => $"{JsonSerializer.Serialize(p.Key)}: {Yaml(p.Value, file.Folder)}").ToList();
        if (entry.Options.Any(o => o.Name == "scope") && !parameters.ContainsKey("scope"))
        {
            // Recorded over whole data sets.
            given.Add("scope: dataset");
        }

        var (options, problems) = OptionsBinder.Bind(entry, $"{{ {string.Join(", ", given)} }}", file.Folder);
        Skip.If(FFmpegProgram.Found is null && problems.Any(p => p.Message.Contains(FFmpegProgram.Missing.Message, StringComparison.Ordinal)), FFmpegProgram.Missing.Message);
        if (problems.Count > 0)
        {
            throw new BadInputException(string.Join("; ", problems));
        }

        var @operator = (Operator)new OperatorSpec(entry.Name, entry.Implementation, options, new(1, 1)).Create();
        @operator.Describe(schema);
        return await OperatorDriver.OpenAsync(@operator, schema);
    }

    // Later versions know the Japanese form of the character for ice; that of Debian 12 does not.
    private static bool NeedsNewerDictionaries(string @operator, Dictionary<string, JsonElement> parameters)
    {
        if (@operator != "chinese_convert_mapper" || !parameters.TryGetValue("mode", out var mode) || mode.GetString() != "t2jp" || !OpenCcLibrary.IsInstalled)
        {
            return false;
        }

        using var japanese = ChineseConverter.Load("t2jp");
        return japanese.Convert("冰") == "冰";
    }

    private static bool IsMissingModel(JsonElement value) => ModelName(value) is { } name && TestModels.Find(name) is null;

    private static string? ModelName(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.StartsWith(ModelPrefix, StringComparison.Ordinal) ? text[ModelPrefix.Length..] : null;

    // JSON is YAML; paths are relative to the recordings, those of models to the models' folder.
    private static string Yaml(JsonElement value, string folder) =>
        ModelName(value) is { } model ? JsonSerializer.Serialize(Path.GetFullPath(TestModels.Find(model)!))
        : value.ValueKind == JsonValueKind.String && value.GetString() == AnyFolder ? JsonSerializer.Serialize(Directory.CreateTempSubdirectory("streaming-goldens-").FullName)
        : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && Path.Exists(Path.Combine(folder, text))
            ? JsonSerializer.Serialize(Path.GetFullPath(Path.Combine(folder, text)))
            : value.GetRawText();

    // Data-Juicer raised for every sample, or would not take the parameters: refusing before the start is as good.
    private static bool Refused(JsonElement expected) => expected.ValueKind == JsonValueKind.Object
        ? expected.TryGetProperty("error", out _) || expected.TryGetProperty("constructor_error", out _)
        : expected.EnumerateArray().All(e => e.TryGetProperty("error", out _));
}
