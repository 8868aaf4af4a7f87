using System.Text.Json;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>Every recorded result of datatrove, for the operators that we have: same decisions, same reasons, same figures, same texts.</summary>
public class DatatroveParityTests
{
    // What a recording names beside the parameters, and the option that it is.
    private static readonly string[] ToOptions = ["lists"];

    /// <summary>One row for each recorded case of each folder.</summary>
    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var file in DatatroveFolders.Files)
        {
            foreach (var @case in file.Cases)
            {
                cases.Add(file.Operator, @case.GetProperty("name").GetString()!, file.Folder);
            }
        }

        if (DatatroveFolders.Files.Count == 0)
        {
            cases.Add("", "all", "");
        }

        return cases;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Gives_what_datatrove_gave(string @operator, string @case, string folder)
    {
        Skip.If(folder.Length == 0, "No recordings of datatrove are here: STREAMING_DATATROVE_GOLDENS names the folders of more.");
        var file = GoldenFile.Open(Path.Combine(folder, @operator + ".json"));
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, @operator) ?? OperatorCatalog.Default.Find(OperatorRole.Step, @operator + "_mapper");
        Skip.If(entry is null, $"{@operator} is not in the catalogue.");
        Skip.IfNot(file.Kind is "filter" or "mapper", $"A {file.Kind}'s results are compared by a test of its own.");

        var recorded = file.Case(@case);
        var inputs = new DatatroveInputs(file, recorded);
        var expected = recorded.GetProperty("expected");
        OperatorDriver driver;
        try
        {
            driver = await OpenAsync(entry, inputs, recorded);
        }
        catch (BadInputException) when (Refused(expected))
        {
            return;
        }

        await using (driver)
        {
            foreach (var sample in inputs.Samples)
            {
                inputs.Announce(sample);
                await driver.ApplyAsync([sample]);
            }

            await driver.FinishAsync();
            new DatatroveVerdict(file, inputs, driver).Check(expected);
        }
    }

    private static async Task<OperatorDriver> OpenAsync(OperatorEntry entry, DatatroveInputs inputs, JsonElement recorded)
    {
        var given = new Dictionary<string, string>();
        foreach (var parameter in recorded.GetProperty("params").EnumerateObject())
        {
            var option = entry.Options.FirstOrDefault(o => o.Name == parameter.Name);
            Skip.If(option?.Shape.Form == OptionForm.List && parameter.Value.ValueKind == JsonValueKind.String && parameter.Value.GetString()!.Length > 1
                && entry.Name == "url_filter", "Python goes through the letters of a string; here it is a list of one.");
            Skip.If(parameter.Name == "normalize_cc_net", "The table of the perplexity model's normalisation is not ours.");
            given[parameter.Name] = inputs.Yaml(parameter.Value);
        }

        foreach (var name in ToOptions.Where(name => recorded.TryGetProperty(name, out _)))
        {
            given[name] = recorded.GetProperty(name).GetRawText();
        }

        inputs.AddOptions(entry, given);
        var yaml = $"{{ {string.Join(", ", given.Select(g => $"{JsonSerializer.Serialize(g.Key)}: {g.Value}"))} }}";
        var (options, problems) = OptionsBinder.Bind(entry, yaml, inputs.Folder);
        Skip.If(problems.Any(p => p.Message.Contains("looked ", StringComparison.Ordinal)), "Its model is not here.");
        if (problems.Count > 0)
        {
            throw new BadInputException(string.Join("; ", problems));
        }

        var @operator = (Operator)new OperatorSpec(entry.Name, entry.Implementation, options, new(1, 1)).Create();
        inputs.GiveTokens(@operator);
        @operator.Describe(inputs.Schema);
        return await OperatorDriver.OpenAsync(@operator, inputs.Schema);
    }

    // It would not take the parameters, or raised for every text: refusing before the start is as good.
    private static bool Refused(JsonElement expected) => expected.ValueKind == JsonValueKind.Object
        ? expected.TryGetProperty("error", out _) || expected.TryGetProperty("constructor_error", out _)
        : expected.EnumerateArray().All(e => e.TryGetProperty("error", out _));
}
