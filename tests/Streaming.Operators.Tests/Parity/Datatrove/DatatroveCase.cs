using System.Text.Json;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>A recorded case of an operator whose results are compared by a test of its own.</summary>
internal sealed class DatatroveCase
{
    private readonly string _operator;

    private DatatroveCase(string @operator, DatatroveInputs inputs, JsonElement recorded) => (_operator, Inputs, Recorded) = (@operator, inputs, recorded);

    /// <summary>Its texts.</summary>
    public DatatroveInputs Inputs { get; }

    /// <summary>What was recorded.</summary>
    public JsonElement Recorded { get; }

    /// <summary>One row for each case that has a property, of each folder.</summary>
    public static TheoryData<string, string> All(string @operator, string property)
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in DatatroveFolders.Files.Where(f => f.Operator == @operator))
        {
            foreach (var @case in file.Cases.Where(c => c.TryGetProperty(property, out _)))
            {
                cases.Add(@case.GetProperty("name").GetString()!, file.Folder);
            }
        }

        if (cases.Count == 0)
        {
            cases.Add("all", "");
        }

        return cases;
    }

    /// <summary>Opens a row of <see cref="All"/>; the test is skipped where there is none.</summary>
    public static DatatroveCase Open(string @operator, string @case, string folder)
    {
        Skip.If(folder.Length == 0, "No recordings of it are here: STREAMING_DATATROVE_GOLDENS names their folders.");
        var file = GoldenFile.Open(Path.Combine(folder, @operator + ".json"));
        var recorded = file.Case(@case);
        return new(@operator, new DatatroveInputs(file, recorded), recorded);
    }

    /// <summary>The operator with the case's parameters and tokens.</summary>
    public TOperator Make<TOperator>()
        where TOperator : Operator
    {
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, _operator)!;
        var given = Recorded.GetProperty("params").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText());
        Inputs.AddOptions(entry, given);
        var (options, problems) = OptionsBinder.Bind(entry, $"{{ {string.Join(", ", given.Select(g => $"{g.Key}: {g.Value}"))} }}", Inputs.Folder);
        Assert.DoesNotContain(problems, p => !p.IsWarning);
        var @operator = (TOperator)new OperatorSpec(entry.Name, entry.Implementation, options, new(1, 1)).Create();
        Inputs.GiveTokens(@operator);
        return @operator;
    }
}
