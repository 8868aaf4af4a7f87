using Streaming.Operators.Deduplication.Bloom;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>The Bloom filter against recorded results of datatrove's: what it keeps, what it has seen, how many of its bits are set.</summary>
public class BloomDeduplicatorParityTests
{
    private const string Name = "bloom_deduplicator";

    /// <summary>One row for each recorded case of each folder.</summary>
    public static TheoryData<string, string> Cases() => DatatroveCase.All(Name, "bits_set_at_the_end");

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Gives_what_datatrove_gave(string @case, string folder)
    {
        var opened = DatatroveCase.Open(Name, @case, folder);
        var (inputs, recorded) = (opened.Inputs, opened.Recorded);
        var @operator = opened.Make<BloomDeduplicator>();
        await using var driver = await OperatorDriver.OpenAsync(@operator, inputs.Schema);

        await driver.ApplyAsync(inputs.Samples);

        var rejected = driver.Rejected.Select(r => r.Sample.Id).ToHashSet();
        var expected = recorded.GetProperty("expected").EnumerateArray().Select(e =>
            $"{e.GetProperty("id")} {e.GetProperty("keep").GetBoolean()} {e.GetProperty("n_shingles")} {e.GetProperty("duplicate_shingles")}");
        Assert.Equal(expected, inputs.Samples.Select(s => $"{s.Id} {!rejected.Contains(s.Id)} {s.Stats["bloom_n_shingles"]} {s.Stats["bloom_duplicate_shingles"]}"));
        Assert.Equal(recorded.GetProperty("bits_set_at_the_end").GetInt64(), @operator.BitsSet);
    }
}
