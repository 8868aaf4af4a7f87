using Streaming.Operators.Deduplication.Bloom;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>The Bloom filter against recorded results of datatrove's: what it keeps, what it has seen, how many of its bits are set.</summary>
public class BloomDeduplicatorParityTests
{
    private const string Name = "bloom_deduplicator";

    /// <summary>One row for each recorded case of each folder.</summary>
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in DatatroveFolders.Files.Where(f => f.Operator == Name))
        {
            foreach (var @case in file.Cases.Where(c => c.TryGetProperty("bits_set_at_the_end", out _)))
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

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Gives_what_datatrove_gave(string @case, string folder)
    {
        Skip.If(folder.Length == 0, "No recordings of it are here: STREAMING_DATATROVE_GOLDENS names their folders.");
        var file = GoldenFile.Open(Path.Combine(folder, Name + ".json"));
        var recorded = file.Case(@case);
        var inputs = new DatatroveInputs(file, recorded);
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, Name)!;
        var given = recorded.GetProperty("params").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText());
        inputs.AddOptions(entry, given);
        var (options, problems) = OptionsBinder.Bind(entry, $"{{ {string.Join(", ", given.Select(g => $"{g.Key}: {g.Value}"))} }}", inputs.Folder);
        Assert.DoesNotContain(problems, p => !p.IsWarning);
        var @operator = (BloomDeduplicator)new OperatorSpec(entry.Name, entry.Implementation, options, new(1, 1)).Create();
        await using var driver = await OperatorDriver.OpenAsync(@operator, inputs.Schema);

        await driver.ApplyAsync(inputs.Samples);

        var rejected = driver.Rejected.Select(r => r.Sample.Id).ToHashSet();
        var expected = recorded.GetProperty("expected").EnumerateArray().Select(e =>
            $"{e.GetProperty("id")} {e.GetProperty("keep").GetBoolean()} {e.GetProperty("n_shingles")} {e.GetProperty("duplicate_shingles")}");
        Assert.Equal(expected, inputs.Samples.Select(s => $"{s.Id} {!rejected.Contains(s.Id)} {s.Stats["bloom_n_shingles"]} {s.Stats["bloom_duplicate_shingles"]}"));
        Assert.Equal(recorded.GetProperty("bits_set_at_the_end").GetInt64(), @operator.BitsSet);
    }
}
