using System.Globalization;
using System.Text.Json;
using Streaming.Operators.Deduplication.Sentences;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>The sentence deduplicator against recorded results of datatrove's: its hashes, what it removes, what is left.</summary>
public class SentenceDeduplicatorParityTests
{
    private const string Name = "sentence_deduplicator";

    /// <summary>One row for each recorded case of each folder.</summary>
    public static TheoryData<string, string> Cases() => DatatroveCase.All(Name, "files");

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Gives_what_datatrove_gave(string @case, string folder)
    {
        var opened = DatatroveCase.Open(Name, @case, folder);
        var (inputs, recorded) = (opened.Inputs, opened.Recorded);
        var @operator = opened.Make<SentenceDeduplicator>();
        await using var driver = await OperatorDriver.OpenAsync(@operator, inputs.Schema);
        var expected = recorded.GetProperty("expected");
        CheckHashes(@operator, inputs, expected);

        await driver.ApplyAsync(inputs.Samples);

        // Those of the second file stand after those of the first in the recording, and between them in the stream.
        var texts = driver.Out.ToDictionary(s => s.Id, s => s.Text);
        var kept = expected.GetProperty("kept").EnumerateArray().ToList();
        Assert.Equal(kept.Select(k => k.GetProperty("id").GetString()).Order(), texts.Keys.Order());
        Assert.All(kept, k =>
        {
            var id = k.GetProperty("id").GetString()!;
            var text = k.GetProperty("changed").TryGetProperty("text", out var changed) ? changed.GetString() : inputs.Texts[id];
            Assert.Equal($"{id} {text}", $"{id} {texts[id]}");
        });
        Assert.Equal(inputs.Samples.Count - kept.Count, driver.Rejected.Count);
        Assert.All(driver.Rejected, r => Assert.Equal(inputs.Texts[r.Sample.Id], r.Sample.Text));
    }

    private static void CheckHashes(SentenceDeduplicator @operator, DatatroveInputs inputs, JsonElement expected)
    {
        if (!expected.TryGetProperty("hashes", out var hashes))
        {
            return;
        }

        foreach (var document in hashes.EnumerateArray())
        {
            var text = inputs.Texts[document.GetProperty("id").GetString()!];
            var ours = @operator.SignatureOf(text).Runs.Select(r => $"{r.First} {r.Hash.ToString(CultureInfo.InvariantCulture)}");
            Assert.Equal(document.GetProperty("spans").EnumerateArray().Select(h => $"{h[0].GetInt32()} {h[1]}"), ours);
        }
    }
}
