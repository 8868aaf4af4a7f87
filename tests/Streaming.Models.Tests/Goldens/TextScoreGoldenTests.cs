using System.Text.Json;
using Streaming.Models.Texts;

namespace Streaming.Models.Tests.Goldens;

/// <summary>What PyTorch gave for the texts of classifiers and regressors.</summary>
public sealed class TextScoreGoldenTests
{
    public static IEnumerable<object[]> Scored => GoldenFolders.With("results", "batch", "tokenizer");

    [SkippableTheory]
    [MemberData(nameof(Scored))]
    public void Golden_scores_are_given_one_by_one_and_in_a_batch(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var model = golden.Model.AsTextClassifier();
        var results = golden.Golden.GetProperty("results").EnumerateArray().ToArray();
        var together = model.Apply([.. results.Select(InputOf)]);
        for (var i = 0; i < results.Length; i++)
        {
            ScoreGoldens.Check(golden, results[i], together[i], $"in a batch, text {i}");
            ScoreGoldens.Check(golden, results[i], model.Apply(InputOf(results[i]))[0], $"alone, text {i}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Scored))]
    public void Golden_ids_of_a_batch_are_given(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var model = golden.Model.AsTextClassifier();
        var texts = golden.Golden.GetProperty("results").EnumerateArray().Select(InputOf);
        var batch = golden.Golden.GetProperty("batch");
        var expected = GoldenModel.Rows(batch.GetProperty("input_ids")).Zip(GoldenModel.Rows(batch.GetProperty("attention_mask")), Kept);
        Assert.Equal(expected, texts.Select(text => model.Prepare(text).Ids));
    }

    private static TextInput InputOf(JsonElement result) => new(result.GetProperty("text").GetString()!, result.TryGetProperty("pair", out var pair) ? pair.GetString() : null);

    private static int[] Kept(int[] ids, int[] mask) => [.. ids.Where((_, i) => mask[i] == 1)];
}
