using System.Text.Json;
using Streaming.Models.Encoders;
using Streaming.Models.Texts;

namespace Streaming.Models.Tests.Goldens;

/// <summary>What PyTorch and sentence-transformers made of texts.</summary>
public sealed class EmbeddingGoldenTests
{
    private static readonly string[] Names = ["embeddings", "sentence_embeddings", "sentence_embedding"];

    public static IEnumerable<object[]> Embedded => GoldenFolders.Rows(golden =>
        golden.TryGetProperty("inputs", out var inputs) && inputs.TryGetProperty("texts", out _) && golden.TryGetProperty("outputs", out var outputs)
        && Names.Append("last_hidden_state").Any(name => outputs.TryGetProperty(name, out _)));

    [SkippableTheory]
    [MemberData(nameof(Embedded))]
    public void Golden_vectors_are_pytorch_s_one_by_one_and_in_a_batch(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var model = golden.Model.AsTextEmbedder(SettingsOf(golden));
        var texts = Texts(golden);
        Skip.IfNot(Names.Any(name => golden.Golden.GetProperty("outputs").TryGetProperty(name, out _)), "The golden has hidden states only.");
        var expected = Vectors(golden.Golden.GetProperty("outputs"), texts.Length);
        var together = model.Apply(texts);
        for (var i = 0; i < texts.Length; i++)
        {
            golden.Near("embeddings", expected[i], together[i], $"in a batch, text {i}");
            golden.Near("embeddings", expected[i], model.Apply(texts[i])[0], $"alone, text {i}");
        }

        if (golden.Golden.GetProperty("outputs").TryGetProperty("pooled", out var pooled))
        {
            var raw = golden.Model.AsTextEmbedder(SettingsOf(golden) with { Normalize = false }).Apply(texts);
            golden.NearTensor("embeddings", pooled, raw.SelectMany(vector => vector).ToArray(), "pooled");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Embedded))]
    public void Golden_hidden_states_and_ids_are_pytorch_s(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var model = golden.Model.AsTextEmbedder(SettingsOf(golden));
        var rows = Array.ConvertAll(Texts(golden), model.Prepare);
        if (golden.Golden.TryGetProperty("batch", out var batch))
        {
            var mask = GoldenModel.Rows(batch.GetProperty("attention_mask"));
            Assert.Equal(GoldenModel.Rows(batch.GetProperty("input_ids")).Select((ids, row) => ids.Where((_, i) => mask[row][i] == 1)), rows.Select(row => row.Ids));
        }

        Skip.IfNot(model.Output is "last_hidden_state" or "token_embeddings" && golden.Golden.GetProperty("outputs").TryGetProperty("last_hidden_state", out _), "The graph pools itself.");
        using var output = model.Run(rows);
        var states = golden.Golden.GetProperty("outputs").GetProperty("last_hidden_state").EnumerateArray().ToArray();
        for (var i = 0; i < states.Length; i++)
        {
            golden.NearTensor("embeddings", states[i], model.TokensOf(output[model.Output], i, rows[i]), $"text {i}");
        }
    }

    private static TextInput[] Texts(GoldenModel golden) => [.. GoldenModel.Texts(golden.Golden.GetProperty("inputs").GetProperty("texts")).Select(text => (TextInput)text)];

    // What the folder says counts; where it says nothing (no sentence-transformers files), the golden does.
    private static EmbeddingSettings SettingsOf(GoldenModel golden)
    {
        if (File.Exists(Path.Combine(golden.Folder, "modules.json")))
        {
            return EmbeddingSettings.Default;
        }

        var inputs = golden.Golden.GetProperty("inputs");
        var pooling = inputs.TryGetProperty("pooling", out var named) ? named.GetString() : null;
        return new EmbeddingSettings
        {
            Output = pooling is "pooler" or "pooler_output" ? "pooler_output" : null,
            Pooling = pooling switch { "mean" => Pooling.Mean, "cls" => Pooling.Cls, "max" => Pooling.Max, "last" or "lasttoken" or "last_token" => Pooling.LastToken, _ => null },
            Normalize = inputs.TryGetProperty("normalize", out var normalize) ? normalize.GetBoolean() : null,
        };
    }

    private static float[][] Vectors(JsonElement outputs, int count)
    {
        var vectors = outputs.GetProperty(Names.First(name => outputs.TryGetProperty(name, out _)));
        if (vectors.ValueKind == JsonValueKind.Array)
        {
            return [.. vectors.EnumerateArray().Select(GoldenModel.Numbers)];
        }

        var values = GoldenModel.Numbers(vectors.GetProperty("values"));
        return [.. values.Chunk(values.Length / count)];
    }
}
